package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.process.ProcessTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sender with SIGKILL at random moments while letters come in at a fixed rate, starts it again on what it left
 * behind, and holds the notes of all witnesses against the invariants. {@code posthorn.kills} says how often,
 * {@code posthorn.seed} repeats the choices of an earlier run.
 */
@ProcessTest
class CrashLoopIntegrationTests {

    private static final Logger log = LoggerFactory.getLogger(CrashLoopIntegrationTests.class);
    private static final int LETTERS_PER_SECOND = 30;

    @TempDir
    Path directory;

    /** As long as anybody asks for; the harness has limits of its own. */
    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void whatWasAcknowledgedArrivesWhateverDies() {
        int kills = Integer.getInteger("posthorn.kills", 5);
        long seed = Long.getLong("posthorn.seed", System.nanoTime());
        log.warn("{} kills; to repeat the choices: -Dposthorn.seed={}", kills, seed);
        Random random = new Random(seed);
        try (Stand stand = Stand.open(directory, "crash-loop", seed)) {
            stand.sender().begin(LETTERS_PER_SECOND);
            for (int kill = 1; kill <= kills; kill++) {
                killOnce(stand, random);
            }
            stand.process().start();
            Evidence evidence = stand.quiesce();
            Findings findings = Checker.check(evidence).assertNone();
            log.warn("{}", findings.tally());
            assertThatTheCheckerSees(evidence);
        }
    }

    /** One in five hits a start instead of a sender at work, one in five takes the database along. */
    private static void killOnce(Stand stand, Random random) {
        boolean atWork = random.nextInt(5) > 0;
        Duration after = Duration.ofMillis(atWork ? random.nextInt(200, 2500) : random.nextInt(500, 4000));
        if (!stand.process().handle().isAlive()) {
            stand.process().launch();
        }
        if (atWork) {
            stand.process().awaitHealth();
        }
        assertThat(stand.process().endsWithin(after)).as("ended by itself").isFalse();
        if (random.nextInt(5) == 0) {
            stand.killBoth();
        } else {
            stand.kill();
        }
    }

    /** A checker that finds nothing proves nothing, unless it finds what is put there. */
    private static void assertThatTheCheckerSees(Evidence evidence) {
        for (Forgery forgery : Forgery.values()) {
            assertThat(Checker.check(forgery.of(evidence)).violations())
                    .as(forgery.name())
                    .anyMatch(violation -> violation.startsWith(forgery.invariant() + ":"));
        }
    }
}
