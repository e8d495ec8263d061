package io.posthorn.ledger;

/** Hears of each group that was committed. Called between two flushes: quick, and never throws. */
@FunctionalInterface
public interface CommitListener {

    /** Hears and does nothing. */
    CommitListener NONE = (commit, items, nanos) -> {};

    /**
     * A group is in the database.
     *
     * @param commit which group commit it was: {@code append}, {@code keyed-append} or {@code outcome}
     * @param items how many items it had
     * @param nanos from the begin of its transaction to the answer to its COMMIT
     */
    void flushed(String commit, int items, long nanos);
}
