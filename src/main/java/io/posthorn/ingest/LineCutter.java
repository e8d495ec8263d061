package io.posthorn.ingest;

/** Cuts NDJSON: one message a line, blank lines between them ignored. */
final class LineCutter extends BatchCutter {

    LineCutter(int maxItemBytes) {
        super(maxItemBytes);
    }

    @Override
    void cut(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line(bytes, start, i);
                last();
                start = i + 1;
            }
        }
        line(bytes, start, bytes.length);
    }

    private void line(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to && !hasItem() && isSpace(bytes[start])) {
            start++;
        }
        keep(bytes, start, to);
    }

    @Override
    void last() {
        if (hasItem()) {
            finishItem();
        }
    }
}
