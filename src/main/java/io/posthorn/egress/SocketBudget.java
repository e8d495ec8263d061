package io.posthorn.egress;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections are kept open over all hosts. Pools have a bound for each host and none for all of them, so a
 * hundred thousand hosts in one idle time would be as many sockets. Beyond the budget a host that has no connection gets
 * one for a single request; those that have some keep using them.
 */
final class SocketBudget {

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> byHost = new ConcurrentHashMap<>();

    SocketBudget(int most) {
        this.most = most;
    }

    /** Whether a connection to the target may be kept for later. */
    boolean mayKeep(Target target) {
        return open.get() < most || byHost.containsKey(key(target.host(), target.port()));
    }

    /** Counts a connection that is to be kept, until it is closed. */
    void add(Channel channel, @Nullable SocketAddress remote) {
        String key = remote instanceof InetSocketAddress known ? key(known.getHostString(), known.getPort()) : "";
        open.incrementAndGet();
        byHost.merge(key, 1, Integer::sum);
        channel.closeFuture().addListener(_ -> {
            open.decrementAndGet();
            byHost.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
        });
    }

    private static String key(String host, int port) {
        return host + ":" + port;
    }

    /** Connections that are kept, those in use included. */
    int open() {
        return open.get();
    }
}
