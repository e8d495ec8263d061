package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.crash.Fleet.Node;
import io.posthorn.process.CommandRun;
import io.posthorn.process.ProcessTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two nodes under load live through the migrations of a next release, which a command makes, and are replaced one after
 * the other, by nodes that are older than the schema, as when a release is taken back.
 */
@ProcessTest
class UpgradeIntegrationTests {

    private static final Logger log = LoggerFactory.getLogger(UpgradeIntegrationTests.class);

    /** Those that every message goes through, and what nodes read about them. */
    private static final List<String> TABLES =
            List.of("application", "endpoint", "message", "pending", "attempt", "delivery", "message_key", "node");

    private static final int FIRST_OF_NEXT = 1_000;

    @TempDir
    Path directory;

    @Test
    void losesNothingAndRepeatsNothing() throws IOException {
        String next = "-Xbootclasspath/a:" + nextRelease();
        try (Fleet fleet = Fleet.open(directory, "upgrade", "one", "two");
                Sender sender = fleet.sender(5)) {
            sender.begin(30);
            Node node = fleet.node(0);
            node.process().withJvmOption(next);
            CommandRun migration = node.process().run("migrate");
            node.process().withoutJvmOption(next);
            assertThat(migration.status()).as(migration.out() + migration.err()).isZero();
            assertThat(migration.out()).contains("at version " + (FIRST_OF_NEXT + TABLES.size() - 1));

            replace(fleet, node);
            replace(fleet, fleet.node(1));

            Tally tally = Checker.check(fleet.quiesce(sender)).assertNone().tally();
            log.warn("{}", tally);
            assertThat(tally.duplicates()).isZero();
            assertThat(fleet.log()).doesNotContain(" ERROR ");
        }
    }

    /** While letters come in before, meanwhile and afterwards. */
    private static void replace(Fleet fleet, Node node) {
        heardOf(fleet, 60);
        assertThat(fleet.stop(node)).isTrue();
        node.process().start();
        heardOf(fleet, 60);
    }

    private static void heardOf(Fleet fleet, int more) {
        long enough = acknowledged(fleet) + more;
        Awaitility.await().until(() -> acknowledged(fleet) >= enough);
    }

    private static long acknowledged(Fleet fleet) {
        return fleet.events().stream()
                .filter(Event.Acknowledged.class::isInstance)
                .count();
    }

    /** A migration for each table, as releases make them: what is locked is locked alone, and for a moment. */
    private Path nextRelease() throws IOException {
        Path release = directory.resolve("next");
        Path migrations = Files.createDirectories(release.resolve("db/migration"));
        for (int i = 0; i < TABLES.size(); i++) {
            Files.writeString(
                    migrations.resolve("V" + (FIRST_OF_NEXT + i) + "__next.sql"),
                    "ALTER TABLE " + TABLES.get(i) + " ADD COLUMN of_the_next_release text DEFAULT 'x'");
        }
        return release;
    }
}
