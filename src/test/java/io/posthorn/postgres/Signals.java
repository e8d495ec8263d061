package io.posthorn.postgres;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Sends POSIX signals, which Java cannot name. */
public final class Signals {

    private Signals() {}

    /** Sends the signal, for example {@code STOP}, to each process; those that are gone are ignored. */
    public static void send(String name, List<ProcessHandle> processes) {
        List<String> command = Stream.concat(
                        Stream.of("sh", "-c", "kill -s \"$0\" \"$@\" 2>/dev/null || true", name),
                        processes.stream().map(process -> Long.toString(process.pid())))
                .toList();
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
