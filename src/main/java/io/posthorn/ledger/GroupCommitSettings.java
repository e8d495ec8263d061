package io.posthorn.ledger;

import java.time.Duration;

/**
 * The bounds of one group commit.
 *
 * @param name for logs and {@code application_name}
 * @param maxItems items in one group
 * @param maxWeight bytes in one group; a single heavier item still goes, alone
 * @param capacity bytes that may wait in the queue; beyond it items are refused
 * @param deadline after which a flush has its connection closed
 * @param untilWritten true: a group is written again until the database takes it; false: its callers are told
 * @param gathering how long after one group the next is left to grow
 * @param listener hears of what is committed
 */
record GroupCommitSettings(
        String name,
        int maxItems,
        long maxWeight,
        long capacity,
        Duration deadline,
        boolean untilWritten,
        Gathering gathering,
        CommitListener listener) {}
