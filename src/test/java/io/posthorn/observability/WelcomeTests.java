package io.posthorn.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WelcomeTests {

    @Test
    void printsThreeLinesThatAShellUnderstands(@TempDir Path directory) throws IOException {
        Path key = Files.writeString(directory.resolve("admin key"), "ph_admin_x\n");

        List<String> lines = Welcome.text("http://localhost:8080", "$(cat '" + key + "')")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("curl "))
                .toList();

        assertThat(lines).hasSize(3);
        for (String line : lines) {
            assertThat(shell("curl() { printf '%s\\n' \"$@\"; }; " + line))
                    .contains("Authorization: Bearer ph_admin_x\n");
        }
    }

    private static String shell(String script) throws IOException {
        Process shell =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        return new String(shell.getInputStream().readAllBytes());
    }
}
