package io.posthorn.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of another language, run to its end. */
public final class Program {

    private static final int NOT_FOUND = 127;

    private Program() {}

    /**
     * How it ended.
     *
     * @param code 0 when all is well, 127 when there is no such program
     * @param output what it wrote, errors among it
     */
    public record Ending(int code, String output) {}

    /** Runs it in a folder; it is ended when it takes longer than the time given. */
    public static Ending run(Path folder, Duration limit, List<String> command) {
        return run(folder, limit, command, Map.of());
    }

    /** The same with these variables in its environment. */
    public static Ending run(Path folder, Duration limit, List<String> command, Map<String, String> environment) {
        try {
            Path log = Files.createTempFile(folder, "program", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            int code = await(process, limit);
            return new Ending(code, Files.readString(log, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Ending(NOT_FOUND, String.valueOf(e.getMessage()));
        }
    }

    private static int await(Process process, Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new AssertionError(
                    "still running after " + limit + ": " + process.info().commandLine());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
