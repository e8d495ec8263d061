package io.posthorn.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UuidV7GeneratorTests {

    private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());

    @Test
    void carriesTimeVersionAndVariant() {
        UUID id = new UuidV7Generator(clock, new SecureRandom()).next();

        assertThat(IdGenerator.timeOf(id)).isEqualTo(clock.instant());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void increasesWithinOneMillisecondAndWhenTheClockStepsBack() {
        IdGenerator ids = new UuidV7Generator(clock, new SecureRandom());
        UUID previous = ids.next();

        for (int i = 0; i < 20_000; i++) {
            millis.addAndGet(i % 3 == 0 ? -2 : i % 5 == 0 ? 3 : 0);
            UUID next = ids.next();
            assertThat(compare(previous, next)).isNegative();
            previous = next;
        }
    }

    @Test
    void carriesIntoTheTimeWhenTheRandomBitsAreUsedUp() {
        RandomGenerator ones = () -> -1L;
        IdGenerator ids = new UuidV7Generator(clock, ones);

        UUID first = ids.next();
        UUID second = ids.next();

        assertThat(compare(first, second)).isNegative();
        assertThat(IdGenerator.timeOf(second)).isEqualTo(clock.instant().plusMillis(1));
        assertThat(second.version()).isEqualTo(7);
        assertThat(second.variant()).isEqualTo(2);
    }

    @Test
    void floorOfAMomentBefore1970IsBelowAllIds() {
        assertThat(IdGenerator.floor(Instant.EPOCH.minusSeconds(60)))
                .isEqualTo(IdGenerator.floor(Instant.EPOCH))
                .isLessThan(IdGenerator.floor(Instant.EPOCH.plusMillis(1)));
    }

    @Test
    void floorIsNotAboveAnyIdOfItsMoment() {
        RandomGenerator zeros = () -> 0L;

        UUID smallest = new UuidV7Generator(clock, zeros).next();

        assertThat(IdGenerator.floor(clock.instant())).isEqualTo(smallest);
    }

    @Test
    void manyThreadsNeverGetTheSameIdAndEachSeesThemIncrease() throws Exception {
        IdGenerator ids = new UuidV7Generator(InstantSource.system(), new SecureRandom());
        Callable<List<UUID>> burst = () -> {
            List<UUID> made = new ArrayList<>();
            for (int i = 0; i < 50_000; i++) {
                made.add(ids.next());
            }
            return made;
        };

        Set<UUID> all = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Future<List<UUID>> made : threads.invokeAll(List.of(burst, burst, burst, burst))) {
                assertThat(made.get()).isSortedAccordingTo(UuidV7GeneratorTests::compare);
                all.addAll(made.get());
            }
        }

        assertThat(all).hasSize(200_000);
    }

    private static int compare(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
