package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.process.ProcessTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several nodes on one PostgreSQL, to all of which everything happens at random while letters come in at a fixed rate.
 * A few kills in every build; as many as one likes by {@code mvn -q -Pfaults verify -Dfaults="--kills=200"}.
 */
@ProcessTest
class FaultsIntegrationTests {

    private static final Logger log = LoggerFactory.getLogger(FaultsIntegrationTests.class);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    /** As long as anybody asks for; the harness has limits of its own. */
    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void manyNodesLoseNothingWhateverHappens() {
        FaultOptions options = FaultOptions.of(System.getProperty("faults", ""));
        log.warn("{} kills; to repeat the choices: --seed={}", options.kills(), options.seed());
        long begun = System.nanoTime();
        String[] names = IntStream.rangeClosed(1, options.nodes())
                .mapToObj(number -> "node-" + number)
                .toArray(String[]::new);
        try (Fleet fleet = Fleet.open(directory, "faults", names);
                Sender sender = fleet.sender(options.seed());
                Mischief mischief = new Mischief(fleet, new Random(options.seed()))) {
            sender.begin(options.rate());
            mischief.untilKilled(options.kills(), Duration.ofMinutes(options.minutes()));
            mischief.end();
            Evidence evidence = fleet.quiesce(sender);
            Results results = Results.of(mischief.deeds(), evidence);
            Findings findings = Checker.check(evidence);
            String summary = "%s; seed %d; %d violations; %s"
                    .formatted(
                            findings.tally(),
                            options.seed(),
                            findings.violations().size(),
                            Duration.ofNanos(System.nanoTime() - begun)
                                    .truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
            log.warn("{}\n{}", summary, results);
            results.write(Path.of("target", "crash", "faults.md"), summary);
            findings.assertNone();
            assertThat(evidence.books().alarms()).isEmpty();
        }
    }
}
