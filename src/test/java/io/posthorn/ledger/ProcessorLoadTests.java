package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProcessorLoadTests {

    private final Queue<Double> answers = new ArrayDeque<>(List.of(0.5, 0.75, -1.0, Double.NaN));
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final ProcessorLoad load = new ProcessorLoad(answers::remove, nanos::get);

    @Test
    void asksFourTimesASecondAtMost() {
        assertThat(load.getAsDouble()).isEqualTo(0.5);
        nanos.addAndGet(249_999_999);
        assertThat(load.getAsDouble()).isEqualTo(0.5);
        nanos.addAndGet(1);
        assertThat(load.getAsDouble()).isEqualTo(0.75);
    }

    @Test
    void takesTheProcessorsForIdleWhereNobodyKnows() {
        load.getAsDouble();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        load.getAsDouble();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(load.getAsDouble()).isZero();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(load.getAsDouble()).isZero();
    }

    @Test
    void seesThisMachineWork() {
        ProcessorLoad system = ProcessorLoad.ofSystem();
        AtomicBoolean done = new AtomicBoolean();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread.ofPlatform().daemon().start(() -> {
                while (!done.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        try {
            await().untilAsserted(() -> assertThat(system.getAsDouble()).isGreaterThan(0.85));
        } finally {
            done.set(true);
        }
    }
}
