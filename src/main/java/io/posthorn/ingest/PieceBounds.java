package io.posthorn.ingest;

import io.posthorn.ingest.BatchCutter.Item;

/** Where one piece of a batch ends and the next begins: by number and by bytes. Counts from anew behind each piece. */
final class PieceBounds {

    static final int MESSAGES = 256;
    static final long BYTES = 2 << 20;

    private int messages;
    private long bytes;

    /** Whether this item, which belongs to the piece, is its last. */
    boolean areReachedWith(Item item) {
        messages++;
        bytes += item instanceof Item.Whole(byte[] message) ? message.length : 0;
        boolean reached = messages >= MESSAGES || bytes >= BYTES;
        if (reached) {
            messages = 0;
            bytes = 0;
        }
        return reached;
    }
}
