package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.process.ProcessTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ends the sender at each of its named places, where a random kill would hardly ever hit, and starts it again. All
 * points share one database.
 */
@ProcessTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashPointsIntegrationTests {

    private Stand stand;

    @BeforeAll
    void open(@TempDir Path directory) {
        stand = Stand.open(directory, "crash-points", 1);
        stand.kill();
    }

    @AfterAll
    void close() {
        stand.close();
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingWhereverItEnds(Point point) {
        String option = "-Dposthorn.crash-point=" + point.place;
        point.prepare(stand);

        stand.process().withJvmOption(option).start();
        stand.sender().post(point.letter(), point.keyed());
        assertThat(stand.process().awaitExit()).as("status of %s", option).isEqualTo(137);
        stand.crashed();
        stand.process().withoutJvmOption(option).start();
        Evidence evidence = stand.quiesce().of(point.letter());
        stand.kill();

        Tally tally = Checker.check(evidence).assertNone().tally();
        assertThat(tally.duplicates()).isBetween(point.leastDuplicates, point.mostDuplicates);
        point.assertMore(evidence.all(Event.Arrived.class).toList());
    }

    /** A place, the letter that leads there, and how many of its deliveries may be, or must be, repeated. */
    enum Point {
        /** Rolled back, not acknowledged: as if it had never been sent. */
        APPEND_COPIED("append.copied", 1, 0, 0) {
            @Override
            void assertMore(List<Event.Arrived> arrivals) {
                assertThat(arrivals).isEmpty();
            }
        },
        /** Committed, not acknowledged: delivered all the same. */
        APPEND_COMMITTED("append.committed", 1, 0, 0) {
            @Override
            void assertMore(List<Event.Arrived> arrivals) {
                assertThat(arrivals).extracting(Event.Arrived::door).containsExactlyInAnyOrder(Door.values());
            }
        },
        /** The repetition is the first that counts. */
        KEYED_APPEND_COPIED("keyed-append.copied", 1, 0, 0),
        /** The repetition finds the key taken. */
        KEYED_APPEND_COMMITTED("keyed-append.committed", 1, 0, 0),
        /** One endpoint has it, nobody knows; the others may have it too. */
        ATTEMPTED("attempted", 1, 1, 4),
        OUTCOME_COPIED("outcome.copied", 1, 1, 4),
        /** Those that are not in the first group of outcomes may be repeated. */
        OUTCOME_COMMITTED("outcome.committed", 1, 0, 3),
        FAN_OUT("fan-out", 1, 0, 3),
        /** By its third failure all others are long recorded. The wait is longer than a start, and is kept. */
        WAITING("waiting:3", 5, 0, 0) {
            @Override
            void prepare(Stand stand) {
                List<Duration> waits = new ArrayList<>(Stand.WAITS);
                waits.set(2, Duration.ofSeconds(12));
                stand.waiting(waits, Duration.ofSeconds(30));
            }

            @Override
            void assertMore(List<Event.Arrived> arrivals) {
                assertThat(arrivals)
                        .filteredOn(arrived -> arrived.door() == Door.FLAKY)
                        .hasSize(4);
            }
        },
        PARKED("parked", 5, 0, 0) {
            @Override
            void assertMore(List<Event.Arrived> arrivals) {
                assertThat(arrivals)
                        .filteredOn(arrived -> arrived.door() == Door.FLAKY)
                        .hasSize(4);
            }
        };

        private final String place;
        private final int letter;
        private final int leastDuplicates;
        private final int mostDuplicates;

        Point(String place, int letter, int leastDuplicates, int mostDuplicates) {
            this.place = place;
            this.letter = letter;
            this.leastDuplicates = leastDuplicates;
            this.mostDuplicates = mostDuplicates;
        }

        /** Numbers that are equal modulo eight are treated alike at every door. */
        int letter() {
            return ordinal() * 8 + letter;
        }

        boolean keyed() {
            return !place.startsWith("append");
        }

        void prepare(Stand stand) {
            stand.waiting(Stand.WAITS, Stand.PARK_AFTER);
        }

        void assertMore(List<Event.Arrived> arrivals) {}
    }
}
