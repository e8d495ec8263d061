package io.posthorn.pipeline;

import io.posthorn.dispatch.AttemptOutcome;

/** Hears of each attempt of a delivery. Called on its way: quick, and never throws. */
@FunctionalInterface
public interface AttemptListener {

    /** Hears and does nothing. */
    AttemptListener NONE = (outcome, firstAfterMillis) -> {};

    /** Stands for an attempt that is not the first one of its delivery. */
    long NOT_THE_FIRST = -1;

    /**
     * An attempt has ended.
     *
     * @param firstAfterMillis how long after its message was accepted, or could go, the first attempt of a delivery
     *     began; else {@link #NOT_THE_FIRST}
     */
    void attempted(AttemptOutcome outcome, long firstAfterMillis);
}
