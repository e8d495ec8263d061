package io.posthorn.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Whether what a server commits is anywhere else too.
 *
 * @param standby whether it is itself a standby
 * @param wanted {@code synchronous_standby_names}
 * @param standbys how many are connected
 * @param synchronous how many of these commits wait for
 * @param hidden of how many this login may not see whether commits wait for them
 */
record Replication(boolean standby, String wanted, long standbys, long synchronous, long hidden) {

    private static final String STATE = """
            SELECT pg_is_in_recovery() AS standby, current_setting('synchronous_standby_names') AS wanted,
                   count(*) AS standbys, count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')) AS synchronous,
                   count(*) FILTER (WHERE sync_state IS NULL) AS hidden
            FROM pg_stat_replication""";

    /** Asks the server. */
    static Replication ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATE)) {
            row.next();
            return new Replication(
                    row.getBoolean("standby"),
                    row.getString("wanted"),
                    row.getLong("standbys"),
                    row.getLong("synchronous"),
                    row.getLong("hidden"));
        }
    }

    /** What there is to say of it. */
    Finding finding(boolean embedded) {
        if (standby) {
            return Finding.bad("This server is a standby and takes no writes; SPRING_R2DBC_URL must name the primary.");
        }
        if (embedded) {
            return Finding.good("It is the embedded server, whose disk is the only copy.");
        }
        if (wanted.isBlank()) {
            return Finding.warning(connected() + ", and none is waited for: when this server's disk is lost, so is what"
                    + " was accepted last. Set synchronous_standby_names where that matters.");
        }
        if (synchronous == 0 && hidden > 0) {
            return Finding.warning("Commits wait for a synchronous standby (" + wanted + "); " + connected()
                    + ", and this role may not see which. GRANT pg_read_all_stats to it.");
        }
        return synchronous == 0
                ? Finding.bad("Commits wait for a synchronous standby (" + wanted
                        + "), and none is connected: nothing can be accepted.")
                : Finding.good("Commits wait for a standby, which is connected.");
    }

    private String connected() {
        return switch ((int) standbys) {
            case 0 -> "No standby is connected";
            case 1 -> "One standby is connected";
            default -> standbys + " standbys are connected";
        };
    }
}
