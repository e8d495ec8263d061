package io.posthorn.loadtest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Processor time by participant, which does not mind what else the machine does. */
final class Effort {

    private static final double NANOS_PER_MICRO = 1e3;

    private final List<Participant> participants;
    private final Map<Participant, Duration> spent = new LinkedHashMap<>();
    private long deliveries;
    private long nanos;

    Effort(List<Participant> participants) {
        this.participants = participants;
    }

    /** What each participant has spent so far. */
    Map<Participant, Duration> now() {
        return participants.stream()
                .collect(Collectors.toMap(who -> who, Participant::processorTime, Duration::plus, LinkedHashMap::new));
    }

    /** Adds what was spent since then, in so much time on so many deliveries. */
    void add(Map<Participant, Duration> before, Tally tally) {
        deliveries += tally.successes();
        nanos += tally.nanos();
        now().forEach((who, after) ->
                spent.merge(who, after.minus(before.getOrDefault(who, Duration.ZERO)), Duration::plus));
    }

    /** Microseconds for each delivery, of all participants together. */
    double microsPerDelivery() {
        return total() / NANOS_PER_MICRO / Math.max(1, deliveries);
    }

    /** How much of all processors the participants had, from 0 to 1; much less than 1 means that others were busy. */
    double shareOfMachine() {
        return (double) total() / Math.max(1, nanos) / Runtime.getRuntime().availableProcessors();
    }

    private long total() {
        return spent.values().stream().mapToLong(Duration::toNanos).sum();
    }

    /** Microseconds for each delivery, by participant. */
    String perDelivery() {
        return spent.entrySet().stream()
                .map(entry -> "%s %.1f µs"
                        .formatted(
                                entry.getKey().name(),
                                entry.getValue().toNanos() / NANOS_PER_MICRO / Math.max(1, deliveries)))
                .collect(Collectors.joining(", "));
    }
}
