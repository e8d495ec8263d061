package io.posthorn.crash;

import io.posthorn.crash.Books.Attempt;
import io.posthorn.crash.Event.Arrived;
import io.posthorn.crash.Evidence.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * I5: attempts are counted without a gap, and after a recorded failure none comes before its time, crash or not,
 * unless it is what a node that stood still was about to send.
 */
final class Schedules {

    /** The moment of a failure is taken before its row gets its id. */
    private static final Duration NOTED_LATE = Duration.ofSeconds(1);

    private static final Duration TOLERANCE = Duration.ofMillis(100);

    private Schedules() {}

    static Stream<String> violations(Evidence evidence) {
        Map<Delivery, List<Arrived>> arrivals = evidence.arrivals();
        return evidence.attempts().entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        miscounted(entry.getKey(), entry.getValue()),
                        entry.getValue().stream()
                                .filter(row -> !row.delivered())
                                .flatMap(row -> early(
                                        entry.getKey(),
                                        row,
                                        arrivals.getOrDefault(entry.getKey(), List.of()),
                                        evidence))));
    }

    private static Stream<String> miscounted(Delivery delivery, List<Attempt> rows) {
        List<Integer> numbers = rows.stream().map(Attempt::number).toList();
        List<Integer> expected = IntStream.rangeClosed(1, rows.size()).boxed().toList();
        return numbers.equals(expected)
                ? Stream.empty()
                : Stream.of("I5: attempts are numbered " + numbers + ": " + delivery);
    }

    private static Stream<String> early(Delivery delivery, Attempt failed, List<Arrived> arrivals, Evidence evidence) {
        Instant due = due(failed, evidence);
        return arrivals.stream()
                .filter(arrived -> arrived.time().isAfter(failed.recordedAt().plusMillis(1))
                        && arrived.time().isBefore(due.minus(TOLERANCE)))
                .filter(arrived -> !isOfAnAwakened(arrived, evidence))
                .filter(arrived -> !isOfAnAttemptWithoutAnswer(arrived, failed))
                .map(arrived -> "I5: came before " + due + ", after attempt " + failed.number() + " had failed: "
                        + delivery + " at " + arrived.time());
    }

    /** A request that nobody answered, or its repetition on a fresh connection, may be noted after it was given up. */
    private static boolean isOfAnAttemptWithoutAnswer(Arrived arrived, Attempt failed) {
        return failed.code() == 0 && arrived.time().isBefore(failed.recordedAt().plus(NOTED_LATE));
    }

    private static boolean isOfAnAwakened(Arrived arrived, Evidence evidence) {
        return evidence.all(Event.Ended.class)
                .anyMatch(ended -> ended.way() == Event.Way.AWAKE && ended.spans(arrived.at()));
    }

    /** A promise from memory is kept to the moment; a parked one is bounded by the schedule. */
    private static Instant due(Attempt failed, Evidence evidence) {
        double wait = evidence.waits().get(failed.number() - 1).toMillis() * (1 - evidence.jitter());
        return failed.nextAt().orElseGet(() -> failed.recordedAt().plusMillis((long) wait));
    }
}
