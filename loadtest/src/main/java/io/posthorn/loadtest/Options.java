package io.posthorn.loadtest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What to measure and for how long.
 *
 * @param rounds how often each way is measured; the medians are reported
 * @param warmUp how long each way runs before anything counts
 * @param duration how long each measured run lasts
 * @param latency how long the run at half load lasts; zero leaves it out
 * @param inFlight requests that the bare loop and the POST generator keep in flight
 * @param endpoints applications with one endpoint each, among which the messages are spread
 * @param window messages that may be accepted and not yet have arrived; the sources wait when it is full
 * @param receiver {@code nginx}, {@code netty}, or {@code any} for nginx where it is on the path
 * @param ways which sources feed Posthorn: {@code source} for the in-process one, {@code posts} for single POSTs,
 *     {@code batches} for POSTs of many messages, {@code topic} for a Kafka topic
 * @param profile whether to record where the time goes, with Java Flight Recorder
 */
record Options(
        int rounds,
        Duration warmUp,
        Duration duration,
        Duration latency,
        int inFlight,
        int endpoints,
        int window,
        String receiver,
        Set<String> ways,
        boolean profile) {

    private static final Map<String, String> DEFAULTS = Map.of(
            "rounds", "5",
            "warm-up", "20",
            "seconds", "20",
            "latency-seconds", "30",
            "in-flight", "256",
            "endpoints", "16",
            "window", "4000",
            "receiver", "any",
            "ways", "source,posts,topic",
            "profile", "false");

    private static final Set<String> RECEIVERS = Set.of("any", "nginx", "netty");
    private static final Set<String> WAYS = Set.of("source", "posts", "batches", "topic");

    /** Reads {@code --name=value} words; a name alone means true. */
    static Options parse(String... words) {
        Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
        for (String word : words) {
            String[] parts = word.replaceFirst("^--", "").split("=", 2);
            if (values.replace(parts[0], parts.length == 2 ? parts[1] : "true") == null) {
                throw new IllegalArgumentException(word + " is unknown; there are " + DEFAULTS.keySet());
            }
        }
        return of(values);
    }

    private static Options of(Map<String, String> values) {
        String receiver = text(values, "receiver");
        Set<String> ways = Set.of(text(values, "ways").split(","));
        require(RECEIVERS.contains(receiver), "receiver is one of " + RECEIVERS + ", not " + receiver);
        require(WAYS.containsAll(ways), "ways are some of " + WAYS + ", not " + ways);
        return new Options(
                number(values, "rounds"),
                Duration.ofSeconds(number(values, "warm-up")),
                Duration.ofSeconds(number(values, "seconds")),
                Duration.ofSeconds(number(values, "latency-seconds")),
                number(values, "in-flight"),
                number(values, "endpoints"),
                number(values, "window"),
                receiver,
                ways,
                Boolean.parseBoolean(text(values, "profile")));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static int number(Map<String, String> values, String name) {
        try {
            return Integer.parseUnsignedInt(text(values, name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is a whole number, not " + values.get(name), e);
        }
    }

    private static String text(Map<String, String> values, String name) {
        return values.getOrDefault(name, "");
    }
}
