package io.posthorn.egress;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/** What one connection has been used for; tells a receiver that hung up on us from a connection that was stale. */
final class ConnectionHistory {

    private static final AttributeKey<ConnectionHistory> KEY = AttributeKey.valueOf("posthorn.history");

    private int requests;
    private boolean awaiting;
    private volatile boolean answering;

    static ConnectionHistory attachTo(Channel channel) {
        ConnectionHistory history = new ConnectionHistory();
        channel.attr(KEY).set(history);
        return history;
    }

    static ConnectionHistory of(Channel channel) {
        return channel.attr(KEY).get();
    }

    /** Notes that a request is about to be written; true when it is not the first on this connection. */
    boolean beginRequest() {
        answering = false;
        awaiting = true;
        return requests++ > 0;
    }

    /** Notes that the final response has come to its end. */
    void endResponse() {
        awaiting = false;
    }

    /** Whether a response is due: a request went out and its final response has not ended. */
    boolean isAwaiting() {
        return awaiting;
    }

    /** Notes that bytes have come in. */
    void bytesCame() {
        answering = true;
    }

    /** Whether any byte came in since the request was begun. */
    boolean isAnswering() {
        return answering;
    }
}
