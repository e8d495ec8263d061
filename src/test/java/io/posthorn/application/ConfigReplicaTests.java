package io.posthorn.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

// A copy that loads in circles never gives its thread back.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConfigReplicaTests {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AtomicLong committed = new AtomicLong(1);
    private final List<Long> loads = new ArrayList<>();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @Test
    void loadsWhatChangedSinceItsOwnVersion() {
        ConfigReplica replica = replica(Mono.empty());

        replica.catchUp().as(StepVerifier::create).verifyComplete();
        committed.set(4);
        replica.catchUp().as(StepVerifier::create).verifyComplete();
        replica.catchUp().as(StepVerifier::create).verifyComplete();

        assertThat(loads).containsExactly(0L, 1L);
        assertThat(replica.version()).isEqualTo(4);
    }

    @Test
    void takesTheVersionThatWasCommittedBeforeTheRowsWereRead() {
        ConfigReplica replica = replica(Mono.fromRunnable(committed::incrementAndGet));

        replica.catchUp().as(StepVerifier::create).verifyComplete();
        assertThat(replica.version()).isEqualTo(1);

        replica.catchUp().as(StepVerifier::create).verifyComplete();
        assertThat(loads).containsExactly(0L, 1L);
    }

    @Test
    void completesAtOnceWithoutALoadWhenItIsNewEnough() {
        ConfigReplica replica = replica(Mono.empty());
        replica.catchUp().as(StepVerifier::create).verifyComplete();
        committed.set(9);

        replica.atLeast(1).as(StepVerifier::create).verifyComplete();

        assertThat(loads).hasSize(1);
        assertThat(replica.version()).isEqualTo(1);
    }

    @Test
    void loadsOnDemandForWhoeverKnowsOfANewerVersion() {
        ConfigReplica replica = replica(Mono.empty());
        committed.set(7);

        replica.atLeast(7).as(StepVerifier::create).verifyComplete();

        assertThat(replica.version()).isEqualTo(7);
    }

    @Test
    void waitsOnForAVersionThatTheFirstLoadDidNotSee() {
        ConfigReplica replica = replica(Mono.empty());

        StepVerifier.create(replica.atLeast(2))
                .expectSubscription()
                .then(() -> committed.set(2))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .verifyComplete();
    }

    @Test
    void sharesOneLoadAndDoesNotStopItForOneWhoLeaves() {
        Sinks.One<Boolean> rows = Sinks.one();
        ConfigReplica replica = replica(rows.asMono().then());

        StepVerifier leaving =
                StepVerifier.create(replica.atLeast(1)).thenCancel().verifyLater();
        StepVerifier staying =
                StepVerifier.create(replica.atLeast(1)).expectComplete().verifyLater();
        leaving.verify(PATIENCE);
        rows.tryEmitValue(true).orThrow();
        staying.verify(PATIENCE);

        assertThat(loads).containsExactly(0L);
    }

    @Test
    void doesNotTakeAVersionWhoseRowsItCouldNotRead() {
        AtomicInteger tries = new AtomicInteger();
        ConfigReplica replica = replica(Mono.defer(
                () -> tries.incrementAndGet() < 3 ? Mono.error(new IllegalStateException("away")) : Mono.empty()));

        replica.catchUp().as(StepVerifier::create).verifyErrorMessage("away");
        assertThat(replica.version()).isZero();

        StepVerifier.create(replica.atLeast(1))
                .expectSubscription()
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(5)))
                .verifyComplete();
        assertThat(loads).containsExactly(0L, 0L, 0L);
    }

    private ConfigReplica replica(Mono<Void> rows) {
        ConfigReplica.Part part = since -> Mono.defer(() -> {
            loads.add(since);
            return rows;
        });
        return new ConfigReplica(() -> Mono.fromSupplier(committed::get), List.of(part), time);
    }
}
