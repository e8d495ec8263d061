package io.posthorn.throttle;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The time lines of limited endpoints and hosts. Each is cut into moments at which one attempt may begin, and each moment
 * is handed out once, to one node.
 */
interface Leases {

    /**
     * Hands out the next free moments of several time lines.
     *
     * @return one answer for each; errors when the database does not answer in time
     */
    Mono<List<Granted>> lease(List<Asked> asked);

    /** Forgets time lines that nobody asked for in a long time. */
    Mono<Void> tidy();

    /** Closes what the leases come over. */
    Mono<Void> close();

    /**
     * Moments that are wanted.
     *
     * @param key whose time line
     * @param interval nanoseconds between two moments
     * @param count how many
     */
    record Asked(String key, long interval, int count) {}

    /**
     * Moments that are this node's.
     *
     * @param inNanos how far from now the first one is, not negative; the others follow by the interval
     */
    record Granted(String key, long inNanos, int count) {}
}
