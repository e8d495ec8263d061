package io.posthorn.egress;

import io.netty.channel.Channel;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How far one request has got, to say in plain words what a deadline cut short, and to know a stale connection. */
final class Progress {

    private final long began = System.nanoTime();
    private volatile @Nullable ConnectionHistory connection;
    private volatile @Nullable Executor eventLoop;
    private volatile long sentAt;
    private volatile boolean reused;

    void sendingOver(Channel channel) {
        ConnectionHistory history = ConnectionHistory.of(channel);
        reused = history.beginRequest();
        sentAt = System.nanoTime();
        eventLoop = channel.eventLoop();
        connection = history;
    }

    /** Runs this when the connection's event loop is done with what it does now. */
    void afterwards(Runnable task) {
        Executor loop = eventLoop;
        if (loop == null) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** Whether the connection had served before and did not bring one byte for this request. */
    boolean wasStale() {
        ConnectionHistory history = connection;
        return reused && history != null && !history.isAnswering();
    }

    /** Whether a connection was there and the request on its way. */
    boolean isSent() {
        return connection != null;
    }

    /** What was being waited for, and for how long. */
    String waiting() {
        ConnectionHistory history = connection;
        if (history == null) {
            return "no connection after " + Seconds.since(began);
        }
        return history.isAnswering()
                ? "the response headers were not complete " + Seconds.since(sentAt) + " after the request"
                : "waited " + Seconds.since(sentAt) + " for the response headers";
    }
}
