package io.posthorn.loadtest;

import java.util.List;

/**
 * A running Posthorn and the source that feeds it.
 *
 * @param name what it is, for people
 * @param participants all processes that take part: the Posthorn, its PostgreSQL, then those that are there to measure
 */
record Fed(String name, Posthorn posthorn, List<Participant> participants, DurableRun run) {

    Way way() {
        return new Way(name, run, participants);
    }

    /** What somebody who runs it would run: the Posthorn and its PostgreSQL. */
    List<Participant> installation() {
        return participants.subList(0, 2);
    }

    /** The process of the Posthorn. */
    long pid() {
        return participants.getFirst().pid();
    }
}
