package io.posthorn.guide;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/** An example that is a process of its own, with the secret and its port in the environment. */
record ProgramExample(Process process, Path log, int port) implements Example {

    private static final Duration START = Duration.ofMinutes(2);

    /** Starts a command, which may have the port among its arguments, in this folder and waits until it listens. */
    static ProgramExample start(Path folder, IntFunction<List<String>> command) {
        try {
            int port = freePort();
            Path log = Files.createTempFile(folder, "example", ".log");
            ProcessBuilder builder = new ProcessBuilder(command.apply(port))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("WEBHOOK_SECRET", SECRET);
            builder.environment().put("PORT", String.valueOf(port));
            ProgramExample example = new ProgramExample(builder.start(), log, port);
            example.awaitListening();
            return example;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> written() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void awaitListening() {
        try {
            await().atMost(START).until(() -> listens() || !process.isAlive());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        if (!process.isAlive()) {
            throw new AssertionError("the example ended:\n" + String.join("\n", written()));
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
