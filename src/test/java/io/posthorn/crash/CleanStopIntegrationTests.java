package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.process.ProcessTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops the sender with SIGTERM while letters come in at a fixed rate, and starts it again. */
@ProcessTest
class CleanStopIntegrationTests {

    private static final Logger log = LoggerFactory.getLogger(CleanStopIntegrationTests.class);
    private static final Pattern LEFT = Pattern.compile("has left; (\\d+) deliveries go on elsewhere or later");
    private static final int STOPS = 3;

    @TempDir
    Path directory;

    @Test
    void repeatsNothingAndLosesNothing() {
        try (Stand stand = Stand.open(directory, "clean-stop", 2)) {
            stand.sender().begin(30);
            for (int stop = 1; stop <= STOPS; stop++) {
                assertThat(stand.process().endsWithin(Duration.ofMillis(1500)))
                        .as("ended by itself")
                        .isFalse();
                stand.stop();
                stand.process().start();
            }
            Tally tally = Checker.check(stand.quiesce()).assertNone().tally();
            log.warn("{}", tally);

            assertThat(tally.duplicates()).isZero();
            assertThat(tally.lostAnswers()).isZero();
            assertThat(handedBack(stand.process().log())).hasSize(STOPS).allMatch(deliveries -> deliveries > 0);
            assertThat(stand.process().log())
                    .doesNotContain("is dead")
                    .doesNotContain("had not ended")
                    .doesNotContain("could not hand its work back");
        }
    }

    /** What each stopped process gave up in good order: messages under way and deliveries that wait. */
    private static List<Integer> handedBack(String output) {
        return LEFT.matcher(output)
                .results()
                .map(left -> Integer.parseInt(left.group(1)))
                .toList();
    }
}
