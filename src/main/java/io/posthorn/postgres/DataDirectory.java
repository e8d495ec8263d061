package io.posthorn.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The directory in which a Posthorn that brings its own PostgreSQL keeps everything. It is locked by this process
 * until closed; the operating system frees the lock however the process ends.
 */
public final class DataDirectory implements AutoCloseable {

    /** A predecessor that was just killed may hold the lock a moment longer. */
    private static final Duration PREDECESSOR_LEAVES_WITHIN = Duration.ofSeconds(5);

    private static final String LOCK = "posthorn.lock";

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the directory if need be and locks it.
     *
     * @throws StartRefusedException when another process holds it, or it cannot be written to
     */
    public static DataDirectory open(Path directory) {
        try {
            Path path = Files.createDirectories(directory.toAbsolutePath().normalize())
                    .toRealPath();
            return new DataDirectory(path, locked(path));
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The data directory " + directory.toAbsolutePath().normalize() + " cannot be used: " + e + ".",
                    "Make it writable for this user, or name another one with POSTHORN_EMBEDDED_DATA_DIR.",
                    e);
        }
    }

    /** Whether another process holds the directory at this moment. */
    public static boolean isInUse(Path directory) {
        Path file = directory.resolve(LOCK);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return !tryLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!Polling.until(PREDECESSOR_LEAVES_WITHIN, () -> tryLock(channel))) {
            channel.close();
            throw new StartRefusedException(
                    "Another Posthorn (process "
                            + Files.readString(path.resolve(LOCK)).strip() + ") is using " + path + ".",
                    "Stop it first, or give this one its own directory with POSTHORN_EMBEDDED_DATA_DIR.");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static boolean tryLock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory itself, absolute and free of symbolic links. */
    public Path path() {
        return path;
    }

    /** The file or directory of this name inside. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** The secret kept under this name, made by the supplier the first time. */
    public String secret(String name, Supplier<String> maker) {
        try {
            String kept = SecretFile.read(resolve(name));
            if (!kept.isEmpty()) {
                return kept;
            }
            String made = maker.get();
            SecretFile.write(resolve(name), made);
            return made;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The file " + resolve(name) + " cannot be used: " + e + ".", "Make it readable for this user.", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
