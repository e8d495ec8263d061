package io.posthorn.ingest;

/** Cuts one JSON array into its items. */
final class ArrayCutter extends BatchCutter {

    private static final String NOT_AN_ARRAY =
            "A batch is a JSON array of messages, [{…},{…}]. Send one, or one message"
                    + " a line with Content-Type application/x-ndjson.";

    private Place place = Place.BEFORE;
    private int depth;
    private boolean inText;
    private boolean escaped;

    ArrayCutter(int maxItemBytes) {
        super(maxItemBytes);
    }

    private enum Place {
        BEFORE,
        FIRST,
        ITEM,
        AFTER_ITEM,
        AFTER_COMMA,
        AFTER,
        BROKEN
    }

    @Override
    void next(byte b) {
        switch (place) {
            case ITEM -> within(b);
            case BROKEN -> {}
            default -> {
                if (!isSpace(b)) {
                    between(b);
                }
            }
        }
    }

    private void between(byte b) {
        switch (place) {
            case BEFORE -> {
                if (b == '[') {
                    place = Place.FIRST;
                } else {
                    breakOff(NOT_AN_ARRAY);
                }
            }
            case FIRST -> {
                if (b == ']') {
                    place = Place.AFTER;
                } else {
                    begin(b);
                }
            }
            case AFTER_COMMA -> begin(b);
            case AFTER_ITEM -> afterItem(b);
            default -> breakOff("The body goes on behind the end of its array. Send one JSON array.");
        }
    }

    private void begin(byte b) {
        place = Place.ITEM;
        within(b);
    }

    private void afterItem(byte b) {
        switch (b) {
            case ',' -> place = Place.AFTER_COMMA;
            case ']' -> place = Place.AFTER;
            default -> breakOff("The array has no comma between two items. Send valid JSON.");
        }
    }

    private void within(byte b) {
        if (inText) {
            keep(b);
            text(b);
        } else if (depth == 0 && hasItem() && (b == ',' || b == ']' || isSpace(b))) {
            finish();
            next(b);
        } else {
            keep(b);
            structure(b);
        }
    }

    private void text(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inText = false;
        }
    }

    private void structure(byte b) {
        switch (b) {
            case '"' -> inText = true;
            case '{', '[' -> depth++;
            case '}', ']' -> {
                depth--;
                if (depth <= 0) {
                    finish();
                }
            }
            default -> {}
        }
    }

    private void finish() {
        depth = 0;
        place = Place.AFTER_ITEM;
        finishItem();
    }

    private void breakOff(String problem) {
        place = Place.BROKEN;
        finishAll(problem);
    }

    @Override
    void last() {
        switch (place) {
            case AFTER, BROKEN -> {}
            case BEFORE -> breakOff(NOT_AN_ARRAY);
            default -> breakOff("The array ends in the middle. Send the whole of it.");
        }
    }
}
