package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.process.PosthornProcess;
import io.posthorn.process.ProcessTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
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

    private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(60);

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
        try (TopicStand topic = options.kafka() ? TopicStand.open(directory.resolve("kafka")) : null;
                Fleet fleet = Fleet.open(directory, "faults", (_, node) -> reading(topic, node), names);
                Sender sender = fleet.sender(options.seed());
                Publisher publisher = topic == null ? null : fleet.publisher(options.seed(), topic);
                Mischief mischief =
                        new Mischief(fleet, new Random(options.seed()), topic == null ? null : topic.broker())) {
            sender.begin(publisher == null ? options.rate() : options.rate() - options.rate() / 2);
            if (publisher != null) {
                publisher.begin(options.rate() / 2);
            }
            mischief.untilKilled(options.kills(), Duration.ofMinutes(options.minutes()));
            mischief.end();
            sender.pause();
            if (publisher != null && topic != null) {
                settle(publisher, topic);
            }
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
            if (topic != null) {
                assertThat(topic.unread())
                        .as("records that no offset has passed")
                        .isZero();
                assertThat(topic.deadLetters()).as("dead letters").isZero();
            }
        }
    }

    private static void reading(@Nullable TopicStand topic, PosthornProcess node) {
        if (topic != null) {
            topic.furnish(node);
        }
    }

    private static void settle(Publisher publisher, TopicStand topic) {
        publisher.pause();
        try {
            publisher.awaitAnswers(CONFIRMED_WITHIN);
            topic.awaitRead();
        } catch (ConditionTimeoutException late) {
            // The evidence says what is missing.
        }
    }
}
