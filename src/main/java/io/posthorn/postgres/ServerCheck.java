package io.posthorn.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server must be before anything is entrusted to it.
 *
 * @param version {@code server_version_num}, for example 180006
 */
record ServerCheck(int version, String fsync, String synchronousCommit, String fullPageWrites) {

    private static final Logger log = LoggerFactory.getLogger(ServerCheck.class);
    private static final int OLDEST = 15_00_00;

    /** Asks the server; role and database settings of this login are part of its answers. */
    static ServerCheck ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("""
                        SELECT current_setting('server_version_num')::int,
                               current_setting('fsync'),
                               current_setting('synchronous_commit'),
                               current_setting('full_page_writes')
                        """)) {
            answer.next();
            return new ServerCheck(answer.getInt(1), answer.getString(2), answer.getString(3), answer.getString(4));
        }
    }

    /** Whether a commit that was reported survives a power loss. */
    boolean isDurable() {
        return !fsync.equals("off") && !synchronousCommit.equals("off") && !fullPageWrites.equals("off");
    }

    /** @throws StartRefusedException for a server that is too old, or one of our own that may lose commits */
    void enforce(boolean embedded) {
        if (version < OLDEST) {
            throw new StartRefusedException(
                    "The PostgreSQL server has version " + version / 10_000 + ", and Posthorn needs 15 or newer.",
                    "Upgrade the server, or point SPRING_R2DBC_URL to a newer one.");
        }
        if (!isDurable() && embedded) {
            throw new StartRefusedException(
                    "The embedded PostgreSQL would lose accepted messages in a power loss: " + settings() + ".",
                    "Undo what was changed in it (ALTER ROLE or ALTER DATABASE … RESET …).");
        }
        if (!isDurable()) {
            log.warn(
                    "ACCEPTED MESSAGES CAN BE LOST: this PostgreSQL server does not make commits durable ({});"
                            + " Posthorn runs on, but a crash of its machine loses what was acknowledged last",
                    settings());
        }
    }

    /** Whether it is older than what we are tried with. */
    boolean isOld() {
        return version < OLDEST;
    }

    String settings() {
        return "fsync=" + fsync + ", synchronous_commit=" + synchronousCommit + ", full_page_writes=" + fullPageWrites;
    }
}
