package io.posthorn.crash;

import java.time.Instant;

/** One line of a {@link Journal}. Moments are {@link System#nanoTime()} of the JVM that writes it. */
sealed interface Event {

    long at();

    /** A message is about to be posted for the first time; without a key it is posted once only. */
    record Sent(long at, int number, String sha256, boolean keyed) implements Event {}

    /** A post was answered 202 with this message id. */
    record Acknowledged(long at, int number, String messageId) implements Event {}

    /** The broker has confirmed a record; which message it becomes is found later, by its event id. */
    record Published(long at, int number) implements Event {}

    /** A post was not answered, or with a server error: nobody knows whether the message is accepted. */
    record Unanswered(long at, int number, String why) implements Event {}

    /** A post was turned down for good. */
    record Refused(long at, int number, String why) implements Event {}

    /**
     * A webhook came in, noted before it was answered.
     *
     * @param number what its payload says
     * @param signed whether an independent library accepts its signature and timestamp
     * @param answer the status about to be sent, 0 for a reset connection
     */
    record Arrived(
            long at, Instant time, Door door, String messageId, int number, String sha256, boolean signed, int answer)
            implements Event {

        boolean welcomed() {
            return answer == 200;
        }
    }

    /**
     * A process of the sender is gone, or others have taken its work while it lived.
     *
     * @param since from when on what it did may not have been recorded
     */
    record Ended(long at, long since, Way way) implements Event {

        Ended(long at, Way way) {
            this(at, at, way);
        }

        boolean spans(long moment) {
            return since <= moment && moment <= at;
        }
    }

    /** How a process ends. */
    enum Way {
        /** SIGKILL, or a crash point: what was under way may be repeated. */
        CRASH,
        /** It stood still, or its database was out of its reach, until others took over. */
        LOST,
        /** It goes on after standing still: what it was about to send still goes out. */
        AWAKE,
        /** SIGTERM: nothing may be repeated. */
        CLEAN
    }
}
