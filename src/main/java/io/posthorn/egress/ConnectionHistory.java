package io.posthorn.egress;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/** What one connection has been used for; tells a receiver that hung up on us from a connection that was stale. */
final class ConnectionHistory {

    private static final AttributeKey<ConnectionHistory> KEY = AttributeKey.valueOf("posthorn.history");

    private int requests;
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
        return requests++ > 0;
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
