package io.posthorn.postgres;

import io.posthorn.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/** The data directories of the tests' own servers, below {@code target}; none outlives its JVM for long. */
final class TestDirectories {

    private static final Path ROOT = Path.of("target", "test-postgres").toAbsolutePath();

    static {
        removeAbandoned();
    }

    private TestDirectories() {}

    /** Where all test JVMs of this build unpack the server's programs. */
    static Path binaries() {
        return ROOT.resolveSibling("postgres-binaries");
    }

    static DataDirectory open(String purpose) {
        return DataDirectory.open(ROOT.resolve(purpose + "-" + UUID.randomUUID()));
    }

    /** Ends the server and removes its data when the JVM ends. */
    static void removeWithJvm(DataDirectory data, Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.run();
            remove(data.path());
        }));
    }

    /** Stops servers and removes data of test JVMs that were killed. */
    private static void removeAbandoned() {
        if (!Files.isDirectory(ROOT)) {
            return;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(ROOT)) {
            directories.forEach(TestDirectories::removeIfAbandoned);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeIfAbandoned(Path directory) {
        try (FileChannel channel = FileChannel.open(
                        directory.resolve("posthorn.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                EmbeddedPostgres.stopLeftOver(directory);
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
