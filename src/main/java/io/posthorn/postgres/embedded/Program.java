package io.posthorn.postgres.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that runs to its end while we wait.
 *
 * @param status its exit status; 127 when it could not be started at all
 * @param output everything it said
 */
record Program(int status, String output) {

    private static final int NOT_STARTED = 127;

    /** Runs the command in a plain environment: no locale, no PostgreSQL variables of the user. */
    static Program run(Stream<String> command) {
        return run(command, "");
    }

    /** As above, and hands it the text as its standard input. */
    static Program run(Stream<String> command, String input) {
        List<String> words = command.toList();
        try {
            Process process = started(words);
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Program(process.waitFor(), output.strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while waiting for " + words));
        } catch (IOException e) {
            return new Program(NOT_STARTED, e.toString());
        }
    }

    private static Process started(List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    boolean succeeded() {
        return status == 0;
    }
}
