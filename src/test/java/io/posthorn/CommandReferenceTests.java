package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of commands in docs/operations.md has those that there are. */
class CommandReferenceTests {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** What stands in the table's rows, between its head and the next empty line. */
    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(Path.of("docs", "operations.md")).stream()
                .dropWhile(line -> !line.startsWith("| Command |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1))
                .toList();
    }

    /** A row such as {@code key …} names the words that follow in its second column. */
    private static Stream<String> commands(String[] row) {
        String first = row[1].strip().replace("`", "");
        return first.endsWith(" …")
                ? CODE.matcher(row[2]).results().map(word -> first.replace("…", word.group(1)))
                : Stream.of(first);
    }

    @Test
    void theTableHasAllCommands() throws IOException {
        Set<String> shown =
                rows().stream().flatMap(CommandReferenceTests::commands).collect(Collectors.toSet());
        Set<String> there = Stream.concat(
                        Stream.of("none"), Arrays.stream(Command.values()).map(Command::words))
                .collect(Collectors.toSet());

        assertThat(shown).isEqualTo(there);
    }

    @Test
    void whoeverMistypesIsToldAllCommands() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);

        assertThat(Commands.run(new String[] {"doctor", "now"}, to, to)).isEqualTo(2);

        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("There is no command 'doctor now'.")
                .contains(Arrays.stream(Command.values()).map(Command::words).toList());
    }
}
