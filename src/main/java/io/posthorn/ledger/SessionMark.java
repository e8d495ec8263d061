package io.posthorn.ledger;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Ends the {@code application_name} of every session that writes to the ledger for this process, whatever node it is,
 * so that those who take over from it can end those sessions: one that stands still in the middle of a statement would
 * hold its locks for as long as it does.
 */
record SessionMark(String text) {

    /** A mark that no other process has. */
    static SessionMark random() {
        return new SessionMark("%08x".formatted(ThreadLocalRandom.current().nextInt()));
    }

    /** What a session for this purpose is opened as. */
    String named(String purpose) {
        return purpose + " " + text;
    }
}
