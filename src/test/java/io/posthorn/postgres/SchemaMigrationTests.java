package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.ConnectionFactoryOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SchemaMigrationTests {

    private static final Duration IMPATIENT = Duration.ofSeconds(1);

    @Test
    void refusesAtOnceWhenTheCredentialsAreWrong() throws IOException {
        TestDatabase database = TestPostgres.emptyDatabase();

        assertThatThrownBy(() -> migration(database.name(), "wrong").run(Duration.ofMinutes(10)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("refuses the credentials")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void refusesAtOnceWhenThereIsNoSuchDatabase() {
        String password = TestPostgres.emptyDatabase().password();

        assertThatThrownBy(() -> migration("nowhere", password).run(Duration.ofMinutes(10)))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("has no such database");
    }

    @Test
    void refusesAServerThatStaysAway() throws IOException {
        try (FaultyPostgres server = FaultyPostgres.start()) {
            TestDatabase database = server.emptyDatabase();
            server.stop();

            assertThatThrownBy(() -> migration(database).run(IMPATIENT))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("cannot be reached");
        }
    }

    @Test
    void waitsForAServerThatIsStillStarting() throws Exception {
        try (FaultyPostgres server = FaultyPostgres.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            TestDatabase database = server.emptyDatabase();
            server.stop();
            Future<Boolean> migrated = threads.submit(() -> migrated(database));

            server.restart();

            assertThat(migrated.get()).isTrue();
        }
    }

    @Test
    void takesTurnsWithOtherNodes() throws Exception {
        TestDatabase database = TestPostgres.emptyDatabase();
        Callable<Boolean> node = () -> migrated(database);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> result : threads.invokeAll(List.of(node, node, node, node))) {
                assertThat(result.get()).isTrue();
            }
        }
        assertThat(database.ask("SELECT to_regclass('flyway_schema_history')")).isEqualTo("flyway_schema_history");
    }

    @Test
    void waitsForASchemaThatOthersLookAfter() throws Exception {
        TestDatabase database = TestPostgres.emptyDatabase();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> waiting = threads.submit(() -> onlooker(database).run(Duration.ofMinutes(1)));

            migrated(database);

            assertThat(waiting.get()).isNull();
        }
        assertThat(onlooker(database).version()).isEqualTo(migration(database).version());
    }

    @Test
    void refusesASchemaThatNobodyBringsUpToDate() {
        TestDatabase database = TestPostgres.emptyDatabase();

        assertThatThrownBy(() -> onlooker(database).run(IMPATIENT))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("schema is older than this Posthorn");
        assertThat(database.ask("SELECT to_regclass('flyway_schema_history')")).isEqualTo("null");
    }

    /** A schema that a newer Posthorn has gone on with is none of an older one's business. */
    @Test
    void startsOnASchemaThatIsNewer() {
        TestDatabase database = TestPostgres.emptyDatabase();
        migrated(database);
        database.execute("""
                INSERT INTO flyway_schema_history
                SELECT installed_rank + 1, '9999', 'later', 'SQL', 'V9999__later.sql', 1, installed_by, now(), 1, true
                  FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1
                """);

        onlooker(database).run(IMPATIENT);
        migrated(database);

        assertThat(migration(database).version()).isEqualTo("9999");
    }

    private static SchemaMigration onlooker(TestDatabase database) {
        return new SchemaMigration(new DatabaseTarget(database.options(), false), false);
    }

    private static boolean migrated(TestDatabase database) {
        migration(database).run(Duration.ofMinutes(1));
        return true;
    }

    private static SchemaMigration migration(TestDatabase database) {
        return new SchemaMigration(new DatabaseTarget(database.options(), false), true);
    }

    private static SchemaMigration migration(String name, String password) {
        ConnectionFactoryOptions options = TestPostgres.emptyDatabase()
                .options()
                .mutate()
                .option(ConnectionFactoryOptions.DATABASE, name)
                .option(ConnectionFactoryOptions.PASSWORD, password)
                .build();
        return new SchemaMigration(new DatabaseTarget(options, false), true);
    }
}
