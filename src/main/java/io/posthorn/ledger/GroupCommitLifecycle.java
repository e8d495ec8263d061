package io.posthorn.ledger;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs the group commits from before the pipeline starts until after it has drained. */
final class GroupCommitLifecycle implements SmartLifecycle {

    static final int PHASE = 500;
    private static final Logger log = LoggerFactory.getLogger(GroupCommitLifecycle.class);
    private static final Duration LAST_FLUSHES = Duration.ofSeconds(10);

    private final List<GroupCommit<?, ?>> commits;
    private volatile @Nullable Mono<Void> ended;

    GroupCommitLifecycle(List<GroupCommit<?, ?>> commits) {
        this.commits = commits;
    }

    @Override
    public void start() {
        Mono<Void> running = Flux.fromIterable(commits)
                .flatMap(GroupCommit::run, commits.size())
                .then()
                .cache();
        running.subscribe(done -> {}, error -> log.error("A group commit ended; nothing is written any more", error));
        ended = running;
    }

    @Override
    public void stop(Runnable callback) {
        Mono<Void> running = ended;
        ended = null;
        if (running == null) {
            callback.run();
            return;
        }
        commits.forEach(GroupCommit::close);
        running.timeout(LAST_FLUSHES)
                .doFinally(signal -> callback.run())
                .subscribe(
                        done -> {},
                        error -> log.warn(
                                "The last flushes did not end in {}; what they held comes back at the next start",
                                LAST_FLUSHES));
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return ended != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
