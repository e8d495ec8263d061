package io.posthorn.postgres;

import io.posthorn.postgres.embedded.EmbeddedPostgres;
import io.posthorn.postgres.embedded.ServerSettings;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The real PostgreSQL of the tests. {@link #freshDatabase()} is for ordinary tests: one shared server per JVM, in a
 * container where a Docker engine answers, from the embedded binaries elsewhere; fast, and not durable.
 * {@link FaultyPostgres} is for tests that stop, kill or suspend the server, and is durable.
 */
public final class TestPostgres {

    private static final String TEMPLATE = "posthorn_template";

    private static final TestDatabase SHARED =
            DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();

    static {
        migrate(create(SHARED, TEMPLATE, ""));
    }

    private TestPostgres() {}

    /** A new database with the whole schema and no rows; takes some 50 ms. */
    public static TestDatabase freshDatabase() {
        return create(SHARED, newName(), " TEMPLATE " + TEMPLATE);
    }

    /** A new database without any schema. */
    public static TestDatabase emptyDatabase() {
        return create(SHARED, newName(), "");
    }

    static void migrate(TestDatabase database) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    private static String newName() {
        return "test_" + UUID.randomUUID().toString().replace('-', '_');
    }

    private static TestDatabase create(TestDatabase server, String name, String template) {
        server.execute("CREATE DATABASE " + name + template);
        return new TestDatabase(server.host(), server.port(), name, server.user(), server.password());
    }

    @SuppressWarnings("resource") // The container's reaper ends it after the JVM.
    private static TestDatabase container() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
        container.setCommand("postgres", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300");
        container.start();
        return new TestDatabase(
                container.getHost(),
                container.getMappedPort(5432),
                container.getDatabaseName(),
                container.getUsername(),
                container.getPassword());
    }

    @SuppressWarnings("resource") // Stopped with the JVM.
    private static TestDatabase embedded() {
        DataDirectory data = TestDirectories.open("shared");
        EmbeddedPostgres server = EmbeddedPostgres.start(data, TestDirectories.binaries(), ServerSettings.fast());
        TestDirectories.removeWithJvm(data, server::close);
        return TestDatabase.of(server);
    }
}
