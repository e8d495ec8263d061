package io.posthorn.interop;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** The npm packages that programs of the tests use, in the versions of {@code src/test/node/package.json}. */
public final class NodePackages {

    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path WORK = Path.of("target/node");
    private static final int OLDEST_NODE = 18;

    private NodePackages() {}

    /**
     * The folder that has them in its {@code node_modules}, and the programs of {@code src/test/node}. Skips the test
     * where there is no Node of version 18 or later, or npm cannot install them.
     */
    public static Path install() {
        try {
            Files.createDirectories(WORK);
            Program.Ending version = Program.run(WORK, Duration.ofSeconds(20), List.of("node", "--version"));
            assumeThat(majorOf(version.output()))
                    .as("there is no Node of version %d or later, but: %s", OLDEST_NODE, version.output())
                    .isGreaterThanOrEqualTo(OLDEST_NODE);
            for (String file : List.of("package.json", "walk.mjs")) {
                Files.copy(SOURCES.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.Ending install = Program.run(
                WORK,
                Duration.ofMinutes(2),
                List.of("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"));
        assumeThat(install.code())
                .as("npm cannot install the packages: %s", install.output())
                .isZero();
        return WORK;
    }

    private static int majorOf(String version) {
        return version.matches("(?s)v\\d+\\..*") ? Integer.parseInt(version.substring(1, version.indexOf('.'))) : 0;
    }
}
