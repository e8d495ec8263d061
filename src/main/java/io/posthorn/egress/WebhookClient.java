package io.posthorn.egress;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** The only door out: posts to a vetted target and says what came of it. Safe for many threads. */
public interface WebhookClient extends AutoCloseable {

    /**
     * Posts once. Never errors: whatever goes wrong is an {@link Exchange.Failed}. Redirects are not followed,
     * informational responses are not answers, and a response is read for so long and so far as the settings say.
     * Cancelling closes the connection.
     *
     * <p>There is one case in which bytes go out twice: a connection that had served before and that dies before the
     * first byte of a response is taken for one that the receiver had closed, and the request is sent again, once, on
     * a new connection, within the same deadline.
     */
    Mono<Exchange> post(OutboundRequest request);

    /** How many posts are under way now. */
    int inFlight();

    /** How many posts were sent again because a reused connection had died. */
    long resent();

    /** Closes all connections; posts under way fail. */
    @Override
    void close();

    /** A client with connections of its own, on these event loops. */
    static WebhookClient open(EgressProperties properties, LoopResources loops) {
        return open(properties, TargetLists.of(properties), loops, Schedulers.parallel());
    }

    /**
     * A client with connections of its own that keeps to these lists, as they are at each moment.
     *
     * @param deadlines keeps the time for each post
     */
    static WebhookClient open(
            EgressProperties properties, TargetLists lists, LoopResources loops, Scheduler deadlines) {
        return GuardedWebhookClient.open(properties, lists, loops, deadlines);
    }
}
