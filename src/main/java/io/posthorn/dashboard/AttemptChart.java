package io.posthorn.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The newest attempts of an endpoint as a chart draws them, in equal stretches of time from the oldest to the newest.
 *
 * @param type as the script names it
 * @param labels the beginning of each stretch
 * @param days whether the whole takes longer than a day
 */
record AttemptChart(String type, List<Instant> labels, List<Series> series, boolean days) {

    private static final int STRETCHES = 24;
    private static final long DAY = 24 * 3600 * 1000L;

    /** One line or one colour of bars; the tone is the name of a colour of the style sheet. */
    record Series(String name, String tone, List<Double> values) {}

    private record Attempt(Instant at, boolean delivered, double millis) {

        static Attempt of(JsonNode attempt) {
            return new Attempt(
                    Instant.parse(attempt.path("timestamp").asString()),
                    attempt.path("status").asInt() == 0,
                    attempt.path("responseDurationMs").asDouble());
        }
    }

    private record Span(long begin, long length) {

        static Span of(List<Attempt> attempts) {
            long end = attempts.isEmpty() ? 0 : attempts.getFirst().at().toEpochMilli();
            long begin = attempts.isEmpty() ? 0 : attempts.getLast().at().toEpochMilli();
            return new Span(begin, Math.max(1, (end - begin) / STRETCHES + 1));
        }

        int stretch(Attempt attempt) {
            return (int) Math.min(STRETCHES - 1L, (attempt.at().toEpochMilli() - begin) / length);
        }

        List<Instant> labels() {
            return IntStream.range(0, STRETCHES)
                    .mapToObj(index -> Instant.ofEpochMilli(begin + index * length))
                    .toList();
        }

        boolean days() {
            return length * STRETCHES > DAY;
        }
    }

    /** How many were delivered and how many failed. */
    static AttemptChart ofResults(JsonNode page) {
        List<Attempt> attempts = attempts(page);
        Span span = Span.of(attempts);
        return new AttemptChart(
                "bar",
                span.labels(),
                List.of(
                        new Series("delivered", "good", counts(attempts, span, Attempt::delivered)),
                        new Series("failed", "bad", counts(attempts, span, attempt -> !attempt.delivered()))),
                span.days());
    }

    /** How long they took, in milliseconds. */
    static AttemptChart ofLatency(JsonNode page) {
        List<Attempt> attempts = attempts(page);
        Span span = Span.of(attempts);
        List<Double> means = IntStream.range(0, STRETCHES)
                .mapToObj(index -> attempts.stream()
                        .filter(attempt -> span.stretch(attempt) == index)
                        .mapToDouble(Attempt::millis)
                        .average()
                        .orElse(0))
                .toList();
        return new AttemptChart("line", span.labels(), List.of(new Series("milliseconds", "busy", means)), span.days());
    }

    private static List<Attempt> attempts(JsonNode page) {
        return page.path("data").valueStream().map(Attempt::of).toList();
    }

    private static List<Double> counts(List<Attempt> attempts, Span span, Predicate<Attempt> which) {
        return IntStream.range(0, STRETCHES)
                .mapToObj(index -> (double) attempts.stream()
                        .filter(attempt -> span.stretch(attempt) == index && which.test(attempt))
                        .count())
                .toList();
    }
}
