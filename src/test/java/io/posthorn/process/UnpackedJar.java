package io.posthorn.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged jar, unpacked beside itself as the image has it, with a cache of its classes that one start has filled,
 * and the data that this start has made. A start from there costs less than half of the processor time, and the tests
 * of processes start a hundred; making a database costs as much again.
 */
final class UnpackedJar {

    private static final Map<Path, UnpackedJar> known = new HashMap<>();

    private final Path home;

    private UnpackedJar(Path home) {
        this.home = home;
    }

    /** Unpacks the jar unless that was done already; these options its starts must have as well. */
    static synchronized UnpackedJar of(Path jar, List<String> jvmOptions) {
        return known.computeIfAbsent(jar, _ -> unpack(jar, jvmOptions));
    }

    private static UnpackedJar unpack(Path jar, List<String> jvmOptions) {
        Path home = jar.resolveSibling("unpacked-" + fingerprint(jar));
        UnpackedJar unpacked = new UnpackedJar(home);
        if (!Files.exists(unpacked.data())) {
            remove(home);
            run(List.of(
                    java(), "-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", home.toString()));
            unpacked.fillCache(jvmOptions);
        }
        return unpacked;
    }

    /** What starts it, without its arguments. */
    List<String> command(List<String> jvmOptions) {
        List<String> command = new ArrayList<>(List.of(java(), "-XX:AOTCache=" + cache()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", home.resolve("posthorn.jar").toString()));
        return command;
    }

    /** Copies what a first start makes: an empty database with its schema, and keys. */
    void furnish(Path directory) {
        run(List.of("cp", "-a", data().toString(), directory.toString()));
    }

    private Path cache() {
        return home.resolve("posthorn.aot");
    }

    private Path data() {
        return home.resolve("data");
    }

    /** A start that ends when all beans are made. */
    private void fillCache(List<String> jvmOptions) {
        Path data = home.resolve("data.draft");
        List<String> command = new ArrayList<>(List.of(java(), "-XX:AOTCacheOutput=" + cache(), "-Xlog:aot=off"));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-Dspring.context.exit=onRefresh",
                "-jar",
                home.resolve("posthorn.jar").toString(),
                "--server.port=0",
                "--posthorn.embedded.data-dir=" + data,
                "--posthorn.embedded.binaries-dir="
                        + Path.of("target", "postgres-binaries").toAbsolutePath()));
        run(command);
        EmbeddedDatabase.stopIn(data);
        move(data, data());
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command) {
        CommandRun run = CommandRun.of(new ProcessBuilder(command));
        if (run.status() != 0) {
            throw new IllegalStateException(command + " ended with " + run.status() + ": " + run.out() + run.err());
        }
    }

    private static void remove(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its time says nothing: builds that give the same bytes give it the same time, and others too. */
    private static String fingerprint(Path jar) {
        try (CheckedInputStream content = new CheckedInputStream(Files.newInputStream(jar), new CRC32C())) {
            content.transferTo(OutputStream.nullOutputStream());
            return Long.toHexString(content.getChecksum().getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
