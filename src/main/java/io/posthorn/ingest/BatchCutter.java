package io.posthorn.ingest;

import io.posthorn.api.Problem;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the body of a batch, as it arrives, into the bytes of its messages: the items of one JSON array, or the lines of
 * NDJSON. It looks at brackets, commas and quotes alone; whether an item is a message is for its reader to say.
 */
abstract sealed class BatchCutter permits ArrayCutter, LineCutter {

    private final int maxItemBytes;
    private final ByteArrayOutputStream item = new ByteArrayOutputStream(1_024);
    private final List<Item> finished = new ArrayList<>();
    private boolean tooLarge;

    BatchCutter(int maxItemBytes) {
        this.maxItemBytes = maxItemBytes;
    }

    /** What was cut out: the bytes of an item, or what is wrong there. */
    sealed interface Item {

        /** The bytes of what should be one message. */
        record Whole(byte[] bytes) implements Item {}

        /** An item that cannot be read; the ones behind it can. */
        record Broken(Problem problem) implements Item {}

        /** The body cannot be read from here on. */
        record End(Problem problem) implements Item {}
    }

    /** The items that this part of the body completes. */
    final List<Item> add(byte[] part) {
        cut(part);
        return take();
    }

    /** The items that the end of the body completes. */
    final List<Item> end() {
        last();
        return take();
    }

    /** Takes in the next bytes of the body. */
    abstract void cut(byte[] bytes);

    /** Hears that there are no more. */
    abstract void last();

    /** Adds these bytes to the item; of an item that is too large only the beginning is kept. */
    final void keep(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, maxItemBytes - item.size());
        item.write(bytes, from, length);
        tooLarge |= length < to - from;
    }

    final boolean hasItem() {
        return item.size() > 0;
    }

    final void finishItem() {
        finished.add(tooLarge ? new Item.Broken(Problem.tooLarge(maxItemBytes)) : new Item.Whole(item.toByteArray()));
        item.reset();
        tooLarge = false;
    }

    final void finishAll(String problem) {
        finished.add(new Item.End(Problem.malformed(problem)));
    }

    private List<Item> take() {
        List<Item> taken = List.copyOf(finished);
        finished.clear();
        return taken;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
