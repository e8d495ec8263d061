package io.posthorn.ingest;

/** Cuts NDJSON: one message a line, blank lines between them ignored. */
final class LineCutter extends BatchCutter {

    LineCutter(int maxItemBytes) {
        super(maxItemBytes);
    }

    @Override
    void next(byte b) {
        if (b == '\n') {
            last();
        } else if (hasItem() || !isSpace(b)) {
            keep(b);
        }
    }

    @Override
    void last() {
        if (hasItem()) {
            finishItem();
        }
    }
}
