package io.posthorn.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meets the server, checks it, and brings the schema up to date or waits until somebody did. Blocks, once, before anything else uses the database;
 * nodes that start together take turns.
 */
public final class SchemaMigration {

    private static final Logger log = LoggerFactory.getLogger(SchemaMigration.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** In seconds, as often as Flyway asks for the lock; another node's migration may take as long. */
    private static final int WAITS_FOR_OTHERS = 1800;

    private final DatabaseTarget target;
    private final JdbcAddress address;
    private final boolean ours;

    /** @param ours whether bringing the schema up to date is up to us */
    SchemaMigration(DatabaseTarget target, boolean ours) {
        this.target = target;
        this.ours = ours;
        this.address = JdbcAddress.of(target.options());
    }

    /**
     * Does it all.
     *
     * @param patience how long a server may be away, or a schema old that others look after, before that is an error
     * @throws StartRefusedException when the server is away, refuses us, is too old or not durable, or the schema stays
     *     old
     */
    void run(Duration patience) {
        AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
        if (!Polling.until(patience, PAUSE, () -> checked(failure))) {
            throw unreachable(failure.get());
        }
        Flyway flyway = flyway();
        if (ours) {
            flyway.migrate();
        } else if (!Polling.until(patience, PAUSE, () -> pending(flyway) == 0)) {
            throw behind(pending(flyway));
        }
    }

    /** The version of the schema, as the last file that was applied has it; "none" for an empty database. */
    public String version() {
        MigrationInfo current = flyway().info().current();
        return current == null ? "none" : String.valueOf(current.getVersion());
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(address.url(), null, null)
                .jdbcProperties(address.properties())
                .locations("classpath:db/migration")
                .lockRetryCount(WAITS_FOR_OTHERS)
                .load();
    }

    private static int pending(Flyway flyway) {
        return flyway.info().pending().length;
    }

    private static StartRefusedException behind(int pending) {
        return new StartRefusedException(
                "The database's schema is older than this Posthorn (migrations to make: " + pending + "), and"
                        + " POSTHORN_POSTGRES_MIGRATE=false leaves it to others.",
                "Run the command 'migrate' with the same database settings, then start again.");
    }

    private boolean checked(AtomicReference<@Nullable SQLException> failure) {
        try (Connection connection = address.connect()) {
            ServerCheck.ask(connection).enforce(target.embedded());
            return true;
        } catch (SQLException e) {
            refuseWhatTimeDoesNotHeal(e);
            if (failure.getAndSet(e) == null) {
                log.warn("PostgreSQL at {} does not answer yet, trying on: {}", address.url(), e.getMessage());
            }
            return false;
        }
    }

    /** Invalid authorization (class 28) and a missing database are answers; everything else may pass. */
    private void refuseWhatTimeDoesNotHeal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            throw new StartRefusedException(
                    "PostgreSQL at " + address.url() + " refuses the credentials: " + e.getMessage() + ".",
                    "Check SPRING_R2DBC_USERNAME and SPRING_R2DBC_PASSWORD.",
                    e);
        }
        if (state.equals("3D000")) {
            throw new StartRefusedException(
                    "PostgreSQL at " + address.url() + " has no such database: " + e.getMessage() + ".",
                    "Create it, or correct SPRING_R2DBC_URL.",
                    e);
        }
    }

    private StartRefusedException unreachable(@Nullable SQLException failure) {
        return new StartRefusedException(
                "PostgreSQL at " + address.url() + " cannot be reached: "
                        + (failure == null ? "no answer" : failure.getMessage()),
                "Check SPRING_R2DBC_URL, and that the server runs and lets this machine in.");
    }
}
