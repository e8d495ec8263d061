package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
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
        List<Thread> workers = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(_ -> Thread.ofPlatform().daemon().start(() -> {
                    while (!done.get()) {
                        Thread.onSpinWait();
                    }
                }))
                .toList();
        try {
            await().until(() -> system.getAsDouble() > 0.85);
        } finally {
            done.set(true);
        }
        assertThat(workers).isNotEmpty();
    }
}
