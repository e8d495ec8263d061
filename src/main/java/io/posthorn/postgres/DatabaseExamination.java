package io.posthorn.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;

/** Looks at the database as a doctor does: asks, changes nothing. Blocks; for a command, which has nothing else to do. */
public final class DatabaseExamination {

    private static final Duration CLOCK_OFF = Duration.ofSeconds(1);
    private static final int HEX_OF_MILLIS = 13;

    private static final String PRIVILEGES = """
            SELECT current_user AS me, has_schema_privilege(current_schema(), 'CREATE') AS creates,
                   (SELECT count(*) FROM pg_class
                    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
                      AND NOT pg_has_role(relowner, 'USAGE')) AS foreigners""";
    private static final String PARTITIONS = """
            SELECT inhparent::regclass::text AS name,
                   max(substring(pg_get_expr(relpartbound, part.oid) FROM 'TO \\(''([0-9a-f]{8}-[0-9a-f]{4})')) AS until
            FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
            WHERE inhparent IN (to_regclass('message'), to_regclass('attempt'))
            GROUP BY inhparent ORDER BY 1""";
    private static final String NOW = "SELECT clock_timestamp()";

    private final DatabaseTarget target;
    private final JdbcAddress address;
    private final InstantSource clock;
    private boolean ready;

    DatabaseExamination(DatabaseTarget target, InstantSource clock) {
        this.target = target;
        this.address = JdbcAddress.of(target.options());
        this.clock = clock;
    }

    /** Everything there is to say; the worst does not hide the rest, unless there is no connection. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        try (Connection connection = address.connect()) {
            findings.add(Finding.good("PostgreSQL at " + address.url() + " answers."));
            server(connection, findings);
            findings.add(Replication.ask(connection).finding(target.embedded()));
            clock(connection, findings);
            privileges(connection, findings);
            schema(findings);
            partitions(connection, findings);
        } catch (SQLException e) {
            findings.add(Finding.bad("PostgreSQL at " + address.url() + " does not do as asked: " + e.getMessage()));
        }
        return findings;
    }

    /** Whether the last look found a schema that can be asked for more. */
    public boolean isReady() {
        return ready;
    }

    private static void server(Connection connection, List<Finding> findings) throws SQLException {
        ServerCheck server = ServerCheck.ask(connection);
        String version = "Its version is " + server.version() / 10_000 + "." + server.version() % 10_000;
        findings.add(
                server.isOld()
                        ? Finding.bad(version + ", and Posthorn needs 15 or newer.")
                        : Finding.good(version + "."));
        findings.add(
                server.isDurable()
                        ? Finding.good("What it commits survives a power loss (" + server.settings() + ").")
                        : Finding.bad("What it commits may be lost in a power loss: " + server.settings() + "."));
    }

    private void clock(Connection connection, List<Finding> findings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NOW)) {
            row.next();
            Instant database = row.getObject(1, OffsetDateTime.class).toInstant();
            findings.add(clock(Duration.between(database, clock.instant())));
        }
    }

    /** How far this machine's clock is ahead of the database's. */
    static Finding clock(Duration ahead) {
        Duration off = ahead.abs();
        return off.compareTo(CLOCK_OFF) > 0
                ? Finding.bad("This machine's clock and the database's are " + off
                        + " apart. Let both follow the same time server.")
                : Finding.good("This machine's clock and the database's agree to " + off.toMillis() + " ms.");
    }

    private static void privileges(Connection connection, List<Finding> findings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PRIVILEGES)) {
            row.next();
            String me = "The role " + row.getString("me");
            if (!row.getBoolean("creates")) {
                findings.add(Finding.bad(me + " may not create tables in its schema, and Posthorn makes one a day."
                        + " GRANT CREATE ON SCHEMA to it."));
            } else if (row.getLong("foreigners") > 0) {
                findings.add(Finding.bad(me + " does not own " + row.getLong("foreigners")
                        + " tables of its schema, and cannot attach partitions to what is another's."));
            } else {
                findings.add(Finding.good(me + " has the privileges it needs."));
            }
        }
    }

    private void schema(List<Finding> findings) {
        MigrationInfoService schema = Flyway.configure()
                .dataSource(address.url(), null, null)
                .jdbcProperties(address.properties())
                .locations("classpath:db/migration")
                .load()
                .info();
        int pending = schema.pending().length;
        ready = pending == 0;
        findings.add(
                ready
                        ? Finding.good("The schema is up to date.")
                        : Finding.warning("The schema lacks " + pending + (pending == 1 ? " change" : " changes")
                                + " that the next start of Posthorn makes."));
    }

    private void partitions(Connection connection, List<Finding> findings) throws SQLException {
        Instant now = clock.instant();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PARTITIONS)) {
            while (row.next()) {
                long days = Duration.between(now, end(row.getString("until"))).toDays();
                String sentence = "The table " + row.getString("name") + " has partitions for " + days + " days.";
                findings.add(
                        days < 2
                                ? Finding.bad(sentence + " Without one nothing can be accepted.")
                                : Finding.good(sentence));
            }
        }
    }

    /** The first 48 bits of a bound are its time in milliseconds. */
    private static Instant end(String bound) {
        String hex = bound.substring(0, HEX_OF_MILLIS).replace("-", "");
        return Instant.ofEpochMilli(Long.parseLong(hex, 16));
    }
}
