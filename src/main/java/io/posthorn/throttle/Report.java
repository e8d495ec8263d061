package io.posthorn.throttle;

/** What an attempt says about the health of its endpoint. */
public enum Report {
    /** The receiver took it. */
    DELIVERED,
    /** The receiver refused it or could not be reached. */
    FAILED,
    /** The receiver did not answer in time: what made it slow may be us. */
    TIMED_OUT,
    /** Nothing was sent, so nothing is known. */
    NOT_MADE
}
