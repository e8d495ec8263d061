package io.posthorn.postgres.embedded;

import io.posthorn.postgres.Polling;
import io.posthorn.postgres.SecretFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The files of one database cluster. They are made aside and moved in place when complete, so that a start that was
 * killed halfway leaves nothing that could be taken for a database.
 *
 * @param directory where they are; its parent is ours too
 */
record Cluster(Path directory) {

    static final String USER = "posthorn";
    static final String DATABASE = "posthorn";

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final String DRAFT = "postgres.draft-";
    private static final Duration MAKER_GIVES_UP_WITHIN = Duration.ofSeconds(10);
    private static final String PASSWORD = "posthorn.password";

    /** Makes the cluster unless it is there. Only one process may do this at a time. */
    void createIfMissing(PostgresPrograms programs) throws IOException {
        removeDrafts();
        if (!holdsDatabase()) {
            setAsideWhatIsThere();
            create(programs);
        } else if (password().isEmpty()) {
            resetPassword(programs);
        }
    }

    private void create(PostgresPrograms programs) throws IOException {
        Path draft = Files.createTempDirectory(directory.resolveSibling("."), DRAFT);
        programs.account().own(draft);
        fill(draft, programs);
        Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
        log.info("Made a new PostgreSQL database in {}", directory);
    }

    private static void fill(Path draft, PostgresPrograms programs) throws IOException {
        Path password = draft.resolveSibling(draft.getFileName() + ".password");
        SecretFile.write(password, UUID.randomUUID().toString());
        programs.account().own(password);
        programs.initdb(draft, USER, password);
        Files.move(password, draft.resolve(PASSWORD), StandardCopyOption.ATOMIC_MOVE);
        programs.single(draft, "CREATE DATABASE " + DATABASE);
    }

    private void resetPassword(PostgresPrograms programs) throws IOException {
        String password = UUID.randomUUID().toString();
        programs.single(directory, "ALTER ROLE " + USER + " PASSWORD '" + password + "'");
        SecretFile.write(directory.resolve(PASSWORD), password);
        programs.account().own(directory.resolve(PASSWORD));
        log.warn("{} was missing; the database has a new password", directory.resolve(PASSWORD));
    }

    private boolean holdsDatabase() {
        return Files.exists(directory.resolve("PG_VERSION")) && Files.exists(directory.resolve("global/pg_control"));
    }

    private void setAsideWhatIsThere() throws IOException {
        if (Files.exists(directory)) {
            Path aside = directory.resolveSibling(directory.getFileName() + ".incomplete-" + UUID.randomUUID());
            Files.move(directory, aside);
            log.warn("{} held no complete database; it is now {}, and a new one is made", directory, aside);
        }
    }

    /** What makes a draft outlives a violent end of whoever had it made, and gives up when its files go away. */
    private void removeDrafts() throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory.resolveSibling("."), DRAFT + "*")) {
            for (Path draft : drafts) {
                if (!Polling.until(MAKER_GIVES_UP_WITHIN, () -> isRemoved(draft))) {
                    log.warn("{} of an earlier start cannot be removed; it is left there and not needed", draft);
                }
            }
        }
    }

    private static boolean isRemoved(Path draft) {
        try {
            FileSystemUtils.deleteRecursively(draft);
            return true;
        } catch (IOException filledMeanwhile) {
            return false;
        }
    }

    /** The password of {@link #USER}. */
    String password() throws IOException {
        return SecretFile.read(directory.resolve(PASSWORD));
    }

    /** Where the server writes what it says before its own log collector runs. */
    Path startLog() {
        return directory.resolve("posthorn-start.log");
    }

    /** The server's file that says which process runs on these data. */
    Path postmasterFile() {
        return directory.resolve("postmaster.pid");
    }
}
