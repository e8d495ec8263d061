package io.posthorn.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTests {

    @TempDir
    Path directory;

    private Path bin;

    @BeforeEach
    void installPrograms() throws IOException {
        bin = Files.createDirectory(directory.resolve("bin"));
        program("postgres", "cat > /dev/null");
        program("initdb", "cd \"${1#--pgdata=}\" && mkdir global && echo 18 > PG_VERSION && echo > global/pg_control");
    }

    @Test
    void makesADatabaseBesideADraftThatIsStillBeingFilled() throws IOException {
        Path draft = Files.createDirectories(directory.resolve("postgres.draft-1"));
        CompletableFuture<Void> maker = fillUntilSomeTimeAfterItsRemovalBegan(draft);

        new Cluster(directory.resolve("postgres")).createIfMissing(programs());

        assertThat(directory.resolve("postgres/PG_VERSION")).exists();
        assertThat(draft).doesNotExist();
        assertThat(maker).succeedsWithin(Duration.ofSeconds(10));
    }

    /** As initdb does, which hears of it when a file is missing that it made. */
    private static CompletableFuture<Void> fillUntilSomeTimeAfterItsRemovalBegan(Path draft) {
        Path base = draft.resolve("base");
        Path first = base.resolve("first");
        fill(base, first);
        return CompletableFuture.runAsync(() -> {
            while (Files.exists(first)) {
                fill(base, base.resolve(UUID.randomUUID().toString()));
            }
            long end = System.nanoTime() + Duration.ofMillis(100).toNanos();
            while (System.nanoTime() - end < 0) {
                fill(base, base.resolve(UUID.randomUUID().toString()));
            }
        });
    }

    private static void fill(Path base, Path file) {
        try {
            if (!Files.exists(base)) {
                Files.createDirectory(base);
            }
            Files.createFile(file);
        } catch (IOException removedMeanwhile) {
            // It goes on, as initdb does until it needs that file.
        }
    }

    private PostgresPrograms programs() {
        return new PostgresPrograms(bin, new ServerAccount(List.of(), -1));
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
