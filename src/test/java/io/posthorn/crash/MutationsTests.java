package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mutations are tried by hand and now and then; what they change must not move away from them meanwhile. */
class MutationsTests {

    private static final Path MUTATIONS = Path.of("src", "test", "mutations");
    private static final Pattern HUNK = Pattern.compile("(?m)^@@ .*\\R");

    static Stream<Path> patches() throws IOException {
        try (Stream<Path> files = Files.list(MUTATIONS)) {
            return files.filter(file -> file.toString().endsWith(".patch")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("patches")
    void changeWhatIsThere(Path patch) throws IOException {
        for (String part : Files.readString(patch).split("(?m)^diff .*\\R")) {
            List<String> pieces = HUNK.splitAsStream(part).toList();
            if (pieces.size() > 1) {
                String source = Files.readString(changed(pieces.getFirst()));
                assertThat(pieces.subList(1, pieces.size()))
                        .allSatisfy(hunk -> assertThat(source).contains(before(hunk)));
            }
        }
    }

    private static Path changed(String head) {
        return head.lines()
                .filter(line -> line.startsWith("--- a/"))
                .map(line -> Path.of(line.substring("--- a/".length())))
                .findFirst()
                .orElseThrow();
    }

    private static String before(String hunk) {
        return hunk.lines()
                .filter(line -> line.startsWith(" ") || line.startsWith("-"))
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));
    }
}
