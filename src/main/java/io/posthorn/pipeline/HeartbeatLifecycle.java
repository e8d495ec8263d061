package io.posthorn.pipeline;

import io.posthorn.ledger.FencedException;
import io.posthorn.ledger.ForgottenNodeException;
import io.posthorn.ledger.Nodes;
import io.posthorn.ledger.Nodes.Peer;
import io.posthorn.throttle.LeaseDesk;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Registers this process as a node, beats, takes over from the dead, and hands everything back at the end. Starts
 * before anything is written and stops after the last write.
 */
final class HeartbeatLifecycle implements SmartLifecycle {

    static final int PHASE = 400;
    private static final Logger log = LoggerFactory.getLogger(HeartbeatLifecycle.class);
    private static final Duration REGISTRATION = Duration.ofSeconds(30);

    /** Heartbeats of this node after which every other one has had a whole period to hear of it. */
    private static final int HEARD_OF_AFTER = 2;

    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);
    private static final Duration HAND_BACK = Duration.ofSeconds(10);

    private final Nodes nodes;
    private final Membership membership;
    private final PipelineProperties properties;
    private final ClaimSignal claimSignal;
    private final LeaseDesk leases;
    private final Continuity continuity;
    private final Liveness liveness;
    private final AtomicBoolean takingOver = new AtomicBoolean();
    private final LongAdder takeOvers = new LongAdder();
    private final LongAdder fenced = new LongAdder();
    private volatile @Nullable Disposable beating;
    private boolean failing;
    private int beats;

    HeartbeatLifecycle(
            Nodes nodes,
            Membership membership,
            PipelineProperties properties,
            ClaimSignal claimSignal,
            LeaseDesk leases,
            Continuity continuity) {
        this.leases = leases;
        this.nodes = nodes;
        this.membership = membership;
        this.properties = properties;
        this.claimSignal = claimSignal;
        this.continuity = continuity;
        this.liveness = new Liveness(properties.timeToLive(), properties.heartbeatEvery());
    }

    @Override
    public void start() {
        register()
                .then(Mono.defer(continuity::begin))
                .then(lookForOthers())
                .retryWhen(Retry.backoff(Long.MAX_VALUE, RETRY).maxBackoff(LONGEST_RETRY))
                .timeout(REGISTRATION)
                .toFuture()
                .join();
        beating = Flux.interval(properties.heartbeatEvery())
                .onBackpressureDrop()
                .concatMap(tick -> beat(), 1)
                .subscribe();
    }

    private Mono<Void> register() {
        return Mono.defer(() -> nodes.register(
                        membership.id(), "pid " + ProcessHandle.current().pid()))
                .doOnSuccess(done -> log.info("This process is node {}", membership.id()));
    }

    /** Where nobody else can be, what another node left behind is ours without waiting. */
    private Mono<Void> lookForOthers() {
        return Mono.defer(() -> nodes.beat(membership.id()))
                .map(Nodes.Beat::peers)
                .flatMap(peers -> properties.alone()
                        ? Flux.fromIterable(peers).concatMap(this::takeOver).then()
                        : Mono.fromRunnable(() -> leases.nodes(peers.isEmpty() ? 1 : 0)));
    }

    /** Others hear of this node with their next heartbeat: until then they may believe to have a rate for themselves. */
    private void shareRates(int living) {
        beats++;
        if (!properties.alone() && (living == 1 || beats >= HEARD_OF_AFTER)) {
            leases.nodes(living);
        }
    }

    private Mono<Void> beat() {
        Tenure tenure = membership.tenure();
        long sentAt = membership.nanoTime();
        return nodes.beat(tenure.node())
                .delayUntil(beat -> continuity.look(tenure, beat))
                .doOnNext(beat -> takeOverApart(succeeded(tenure, sentAt, beat.peers())))
                .then()
                .onErrorResume(FencedException.class, fenced -> beginAnewAfterTakeOver())
                .onErrorResume(ForgottenNodeException.class, forgotten -> beginAnewIn(forgotten))
                .onErrorResume(this::missed);
    }

    private List<Peer> succeeded(Tenure tenure, long sentAt, List<Peer> peers) {
        tenure.confirm(sentAt);
        if (failing) {
            failing = false;
            log.info("Heartbeats of node {} reach the database again", tenure.node());
        }
        List<Peer> dead = liveness.judge(peers, membership.nanoTime());
        shareRates(1 + peers.size() - dead.size());
        return dead;
    }

    /** One at a time and beside the heartbeats, which must not wait for it; those left out are named again. */
    private void takeOverApart(List<Peer> dead) {
        if (!dead.isEmpty() && takingOver.compareAndSet(false, true)) {
            Flux.fromIterable(dead)
                    .concatMap(this::takeOver)
                    .doFinally(signal -> takingOver.set(false))
                    .subscribe(
                            done -> {},
                            error -> log.warn(
                                    "What dead nodes owned could not be freed, tried again with the next heartbeat: {}",
                                    error.toString()));
        }
    }

    private Mono<Void> takeOver(Peer dead) {
        return nodes.takeOver(dead)
                .doOnNext(freed -> log.warn(
                        "Node {} ({}) is dead; {} of its messages and deliveries are free now and will be claimed",
                        dead.id(),
                        dead.name(),
                        freed))
                .doOnNext(freed -> takeOvers.increment())
                .doOnNext(freed -> claimSignal.raiseEverywhere())
                .switchIfEmpty(Mono.fromRunnable(() -> log.info(
                        "Node {} ({}) was taken for dead and beats again; it keeps what it owns",
                        dead.id(),
                        dead.name())))
                .then();
    }

    /** Nodes taken over since the start. */
    long takeOvers() {
        return takeOvers.sum();
    }

    /** How often this one was taken over. */
    long fenced() {
        return fenced.sum();
    }

    private Mono<Void> beginAnewAfterTakeOver() {
        fenced.increment();
        log.warn(
                "Node {} was taken over while it stood still; its work is another's now, this process goes on under a"
                        + " new identity",
                membership.id());
        return beginAnew();
    }

    private Mono<Void> beginAnewIn(ForgottenNodeException forgotten) {
        log.error(
                "All deliveries are stopped, and what this node has in memory is dropped: {}", forgotten.getMessage());
        return continuity.forgotten().then(Mono.defer(this::beginAnew));
    }

    private Mono<Void> beginAnew() {
        membership.renew();
        return register();
    }

    private Mono<Void> missed(Throwable error) {
        liveness.missedOwn();
        if (!failing) {
            failing = true;
            log.warn(
                    "Heartbeats of node {} do not reach the database; no attempt starts after {} without one: {}",
                    membership.id(),
                    properties.timeToLive().minus(properties.attemptTimeout()),
                    error.toString());
        }
        return Mono.empty();
    }

    @Override
    public void stop(Runnable callback) {
        Disposable current = beating;
        beating = null;
        if (current != null) {
            current.dispose();
        }
        nodes.leave(membership.id())
                .timeout(HAND_BACK)
                .doOnNext(freed ->
                        log.info("Node {} has left; {} deliveries go on elsewhere or later", membership.id(), freed))
                .then(nodes.close())
                .doFinally(signal -> callback.run())
                .subscribe(
                        done -> {},
                        error -> log.warn(
                                "Node {} could not hand its work back, it is taken over after {}: {}",
                                membership.id(),
                                properties.timeToLive(),
                                error.toString()));
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return beating != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
