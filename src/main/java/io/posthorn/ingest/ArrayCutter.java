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
    void cut(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            switch (place) {
                case ITEM -> i = item(bytes, i);
                case BROKEN -> i = bytes.length;
                case FIRST, AFTER_COMMA -> i = begin(bytes, i);
                default -> between(bytes[i++]);
            }
        }
    }

    /** Where to go on: behind this byte, or at it when an item begins with it. */
    private int begin(byte[] bytes, int i) {
        if (isSpace(bytes[i])) {
            return i + 1;
        }
        if (place == Place.FIRST && bytes[i] == ']') {
            place = Place.AFTER;
            return i + 1;
        }
        place = Place.ITEM;
        return i;
    }

    private void between(byte b) {
        if (isSpace(b)) {
            return;
        }
        switch (place) {
            case BEFORE -> {
                if (b == '[') {
                    place = Place.FIRST;
                } else {
                    breakOff(NOT_AN_ARRAY);
                }
            }
            case AFTER_ITEM -> afterItem(b);
            default -> breakOff("The body goes on behind the end of its array. Send one JSON array.");
        }
    }

    private void afterItem(byte b) {
        switch (b) {
            case ',' -> place = Place.AFTER_COMMA;
            case ']' -> place = Place.AFTER;
            default -> breakOff("The array has no comma between two items. Send valid JSON.");
        }
    }

    /** Where the item ends, or these bytes. */
    private int item(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length) {
            if (inText) {
                i = text(bytes, i);
            } else if (endsScalar(bytes[i]) && (i > from || hasItem())) {
                return finish(bytes, from, i);
            } else if (closes(bytes[i++])) {
                return finish(bytes, from, i);
            }
        }
        keep(bytes, from, i);
        return i;
    }

    /** Where the text ends, or these bytes. */
    private int text(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (escaped) {
                escaped = false;
            } else if (bytes[i] == '\\') {
                escaped = true;
            } else if (bytes[i] == '"') {
                inText = false;
                return i + 1;
            }
        }
        return bytes.length;
    }

    /** A number, a word or a text has no closing bracket: what follows ends it. */
    private boolean endsScalar(byte b) {
        return depth == 0 && (b == ',' || b == ']' || isSpace(b));
    }

    /** Whether the item ends with this byte. */
    private boolean closes(byte b) {
        switch (b) {
            case '"' -> inText = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {
                return false;
            }
        }
        return b != '"' && depth <= 0;
    }

    private int finish(byte[] bytes, int from, int to) {
        depth = 0;
        place = Place.AFTER_ITEM;
        keep(bytes, from, to);
        finishItem();
        return to;
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
