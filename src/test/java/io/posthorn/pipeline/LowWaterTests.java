package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.Claims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LowWaterTests {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final UUID BEGINNING = new UUID(0, 0);
    private static final Claims.Batch NOTHING = new Claims.Batch(List.of(), List.of());

    private final LowWater lowWater = new LowWater(Duration.ofSeconds(15));

    @BeforeEach
    void afterALookAtEverything() {
        assertThat(look(START, false)).isEqualTo(BEGINNING);
        lowWater.took(NOTHING, START);
    }

    private UUID look(Instant now, boolean atEverything) {
        lowWater.begin(now, atEverything);
        return lowWater.from(now);
    }

    private static Instant at(double seconds) {
        return START.plusMillis((long) (seconds * 1000));
    }

    private static UUID idOf(double seconds) {
        return IdGenerator.floor(at(seconds));
    }

    private static Claims.Batch taken(double seconds) {
        return new Claims.Batch(List.of(), List.of(idOf(seconds)));
    }

    @Test
    void mostLooksBeginWhereIdsAreUsuallyCommitted() {
        assertThat(look(at(0.25), false)).isEqualTo(idOf(-1.75));
        assertThat(look(at(1.75), false)).isEqualTo(idOf(-0.25));
    }

    @Test
    void everyTwoSecondsOneBeginsWhereTheyAreCommittedLate() {
        assertThat(look(at(2), false)).isEqualTo(idOf(-10));
        lowWater.took(NOTHING, at(2));
        assertThat(look(at(2.25), false)).isEqualTo(idOf(0.25));
        assertThat(look(at(4), false)).isEqualTo(idOf(-8));
    }

    @Test
    void whatAUsualLookTakesMovesNothing() {
        look(at(0.25), false);
        lowWater.took(taken(0.1), at(0.25));

        assertThat(look(at(2), false)).isEqualTo(idOf(-10));
    }

    @Test
    void aBacklogIsTakenFromItsOldestOn() {
        assertThat(look(at(15), false)).isEqualTo(BEGINNING);
        lowWater.took(taken(-3600), at(15));
        assertThat(lowWater.from(at(15))).isEqualTo(idOf(-3600));

        assertThat(look(at(15.1), false)).as("after it had to stop").isEqualTo(idOf(-3600));
        lowWater.took(taken(-1800), at(15.1));
        assertThat(lowWater.from(at(15.1))).isEqualTo(idOf(-1800));
        lowWater.took(NOTHING, at(15.1));

        assertThat(look(at(15.3), false)).isEqualTo(idOf(13.3));
    }

    @Test
    void aLookForWhichThereWasNoRoomIsMadeNextTime() {
        assertThat(look(at(1), true)).isEqualTo(BEGINNING);

        assertThat(look(at(1.25), false)).isEqualTo(BEGINNING);
    }

    @Test
    void everythingIsLookedAtWhenSomebodySaysSo() {
        assertThat(look(at(1), true)).isEqualTo(BEGINNING);
        lowWater.took(NOTHING, at(1));

        assertThat(look(at(15.5), false)).isEqualTo(idOf(-9));
        assertThat(look(at(16), false)).as("fifteen seconds after that").isEqualTo(BEGINNING);
    }
}
