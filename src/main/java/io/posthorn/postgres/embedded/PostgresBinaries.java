package io.posthorn.postgres.embedded;

import io.posthorn.postgres.StartRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.springframework.util.FileSystemUtils;

/** The server's programs for this machine: in the class path as an archive, unpacked once per version. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * Unpacks the programs below the directory unless they are there already, and returns their {@code bin}. Safe for
     * several processes at once: each unpacks aside, the first to finish moves its copy in place.
     */
    static Path unpackedBelow(Path directory) throws IOException {
        String archive = archiveName();
        Path home = directory.resolve("postgres-" + fingerprint(archive));
        if (!Files.isDirectory(home)) {
            Files.createDirectories(directory);
            Path draft = Files.createTempDirectory(directory, "unpacking-");
            try (InputStream content = open(archive)) {
                TarXz.unpack(content, draft);
            }
            moveUnlessThere(draft, home);
        }
        return home.resolve("bin");
    }

    private static void moveUnlessThere(Path draft, Path home) throws IOException {
        try {
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            FileSystemUtils.deleteRecursively(draft);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-" + os + "-" + arch + ".txz";
    }

    private static String fingerprint(String archive) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream content = new DigestInputStream(open(archive), digest)) {
            content.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static InputStream open(String archive) {
        InputStream content = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive);
        if (content == null) {
            throw new StartRefusedException(
                    "This build of Posthorn brings no PostgreSQL for this machine (" + archive + " is not in it).",
                    "Build it on this machine, or set SPRING_R2DBC_URL to a PostgreSQL server of yours.");
        }
        return content;
    }
}
