package io.posthorn.gatling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What a run is told from outside: a system property {@code load.x}, else the environment variable {@code LOAD_X},
 * else a default that fits a Posthorn started by {@code mvn spring-boot:run} next door.
 */
final class Settings {

    private Settings() {}

    /** Where Posthorn is, without a slash at the end. */
    static String posthorn() {
        return text("posthorn", "http://localhost:8080").replaceAll("/+$", "");
    }

    /** An API key that may manage applications. */
    static String key() {
        String given = text("key", "");
        return given.isEmpty() ? read(Path.of(text("key.file", "../data/admin-key"))) : given;
    }

    /** The port on which the receiver of this run listens. */
    static int receiverPort() {
        return number("receiver.port", 9099);
    }

    /** Where Posthorn reaches that receiver, without a slash at the end. */
    static String receiver() {
        return text("receiver", "http://localhost:" + receiverPort()).replaceAll("/+$", "");
    }

    /** New messages (or batches) a second. */
    static double rate(double usual) {
        return Double.parseDouble(text("rate", Double.toString(usual)));
    }

    /** How long the load goes on. */
    static Duration during(Duration usual) {
        return Duration.ofSeconds(number("seconds", (int) usual.toSeconds()));
    }

    /** How long the load grows to its rate before times count. */
    static Duration warmUp() {
        return Duration.ofSeconds(number("warm.up.seconds", 20));
    }

    /** The 99th percentile of the time from the 202 to the arrival that is still good, in milliseconds. */
    static int p99Millis(int usual) {
        return number("p99.millis", usual);
    }

    /** Bytes of a payload. */
    static int payloadBytes() {
        return number("payload.bytes", 500);
    }

    static int number(String name, int usual) {
        return Integer.parseInt(text(name, Integer.toString(usual)));
    }

    private static String text(String name, String usual) {
        String variable = "LOAD_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
        String given = System.getProperty("load." + name, System.getenv(variable));
        return given == null || given.isBlank() ? usual : given.strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No key: give one by -Dload.key or LOAD_KEY, or a file by -Dload.key.file. Not readable: " + file,
                    e);
        }
    }
}
