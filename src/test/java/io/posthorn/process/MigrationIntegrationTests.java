package io.posthorn.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release as Kubernetes rolls it out: one process migrates and ends, the others only start. */
@ProcessTest
class MigrationIntegrationTests {

    @TempDir
    Path directory;

    private final TestDatabase database = TestPostgres.emptyDatabase();

    @Test
    void isACommandThatNeedsTheDatabaseAloneAndCanBeRepeated() {
        PosthornProcess command = posthorn("migration").withArguments("migrate");

        assertThat(command.launch().awaitExit()).isZero();
        assertThat(command.launch().awaitExit()).isZero();
        assertThat(command.log()).containsPattern("The schema is up to date, at version \\d+\\.");
        assertThat(database.ask("SELECT to_regclass('message')")).isEqualTo("message");
    }

    @Test
    void isLeftAloneByNodesThatAreToldSo() {
        try (PosthornProcess node = node().with("POSTHORN_POSTGRES_PATIENCE", "60s")) {
            node.launch();
            posthorn("migration")
                    .withArguments("migrate")
                    .with("POSTHORN_POSTGRES_MIGRATE", "false")
                    .launch()
                    .awaitExit();

            assertThat(node.awaitHealth().isHealthy()).isTrue();
        }
    }

    @Test
    void isMissedWithASentence() {
        try (PosthornProcess node = node().with("POSTHORN_POSTGRES_PATIENCE", "1s")) {
            assertThat(node.launch().awaitExit()).isEqualTo(1);
            assertThat(node.log())
                    .contains("schema is older than this Posthorn", "Run the command 'migrate'")
                    .doesNotContain("\tat ");
        }
    }

    private PosthornProcess node() {
        return posthorn("node")
                .with("POSTHORN_POSTGRES_MIGRATE", "false")
                .with("POSTHORN_ADMIN_KEY", FreshDatabaseInitializer.ADMIN_KEY)
                .with("POSTHORN_MASTER_KEYS", FreshDatabaseInitializer.MASTER_KEYS);
    }

    private PosthornProcess posthorn(String name) {
        return PosthornProcess.in(folder(name))
                .with("SPRING_R2DBC_URL", database.r2dbcUrl())
                .with("SPRING_R2DBC_USERNAME", database.user())
                .with("SPRING_R2DBC_PASSWORD", database.password());
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
