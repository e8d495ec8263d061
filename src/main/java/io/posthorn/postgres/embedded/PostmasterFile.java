package io.posthorn.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The server's {@code postmaster.pid}: its process number in the first line, its shared memory in the seventh. */
record PostmasterFile(Path path) {

    /** A number that no system gives to a process. */
    private static final String NOBODY = Integer.toString(Integer.MAX_VALUE);

    /** The process number it names, if there is such a file and it makes sense. */
    OptionalLong pid() throws IOException {
        if (!Files.exists(path)) {
            return OptionalLong.empty();
        }
        List<String> lines = Files.readAllLines(path);
        return lines.isEmpty() || !lines.getFirst().strip().matches("[1-9]\\d{0,9}")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(lines.getFirst().strip()));
    }

    /** The port that the server listens on, which is the fourth line. */
    int port() throws IOException {
        List<String> lines = Files.exists(path) ? Files.readAllLines(path) : List.of();
        if (lines.size() < 4 || !lines.get(3).strip().matches("\\d{1,5}")) {
            throw new IOException(path + " names no port");
        }
        return Integer.parseInt(lines.get(3).strip());
    }

    /**
     * Makes a file that a dead server left behind harmless. The server refuses to start while the number belongs to
     * any living process, though by now that may be a stranger. The rest of the file stays, because the server finds
     * survivors of its predecessor by it, and must.
     */
    void disown() throws IOException {
        if (pid().isEmpty()) {
            Files.deleteIfExists(path);
            return;
        }
        Stream<String> rest = Files.readAllLines(path).stream().skip(1);
        Files.write(path, Stream.concat(Stream.of(NOBODY), rest).toList());
    }
}
