package io.posthorn.loadtest;

import java.util.List;

/**
 * A running Posthorn and the source that feeds it.
 *
 * @param name what it is, for people
 * @param participants all processes that take part; the first is the Posthorn
 */
record Fed(String name, Posthorn posthorn, List<Participant> participants, DurableRun run) {

    Way way() {
        return new Way(name, run, participants);
    }

    /** The process of the Posthorn. */
    long pid() {
        return participants.getFirst().pid();
    }
}
