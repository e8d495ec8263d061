package io.posthorn.playground;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The latest requests that the receiver got, in memory, and how it answers the next one. At most 50 requests and one
 * mebibyte of them are kept.
 */
public final class Playground {

    private static final int MOST = 50;
    private static final int MOST_BYTES = 1 << 20;

    private final InstantSource clock;
    private final Deque<Received> latest = new ArrayDeque<>();
    private Behaviour behaviour = Behaviour.WORKS;
    private long count;
    private int bytes;

    Playground(InstantSource clock) {
        this.clock = clock;
    }

    /** How the next request is answered. */
    public synchronized Behaviour behaviour() {
        return behaviour;
    }

    /** From now on it answers like this. */
    public synchronized void behave(Behaviour next) {
        behaviour = next;
    }

    /** What is still known, the newest first. */
    public synchronized List<Received> latest() {
        return List.copyOf(latest);
    }

    /** Changes with every request. */
    public synchronized long count() {
        return count;
    }

    /** Forgets all requests. */
    public synchronized void forget() {
        latest.clear();
        bytes = 0;
    }

    /** Keeps a request and says what it is answered with. */
    synchronized Received receive(String name, Map<String, String> headers, byte[] body) {
        boolean first = latest.stream().noneMatch(one -> isAnotherOf(headers, one));
        Received received = new Received(++count, name, clock.instant(), headers, body, behaviour.to(first));
        latest.addFirst(received);
        bytes += received.size();
        while (latest.size() > MOST || (bytes > MOST_BYTES && latest.size() > 1)) {
            bytes -= latest.removeLast().size();
        }
        return received;
    }

    private static boolean isAnotherOf(Map<String, String> headers, Received one) {
        return !one.messageId().isEmpty() && one.messageId().equals(headers.get("webhook-id"));
    }
}
