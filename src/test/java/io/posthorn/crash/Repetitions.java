package io.posthorn.crash;

import io.posthorn.crash.Event.Arrived;
import io.posthorn.crash.Evidence.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * I3: an endpoint that took a message gets it again for one of two reasons only. A crash came soon after it had taken
 * it, before that was recorded; or its answer was lost on the way, and an attempt without an answer is recorded, which
 * explains one repetition.
 */
final class Repetitions {

    /** So much later than an attempt's deadline a receiver may note it, when it has too little of the processor. */
    private static final Duration NOTED_LATE = Duration.ofSeconds(5);

    private final List<Event.Ended> crashes;
    private final Duration recordedWithin;
    private final Map<Delivery, List<Books.Attempt>> recorded;
    private final Set<Books.Attempt> used = new HashSet<>();
    private final List<String> unexplained = new ArrayList<>();
    private final Map<Long, Integer> perCrash = new TreeMap<>();
    private int lostAnswers;

    Repetitions(Evidence evidence) {
        this.crashes = evidence.crashes();
        this.recordedWithin = evidence.recordedWithin();
        this.recorded = evidence.attempts();
        evidence.successes().forEach(this::explain);
    }

    private void explain(Delivery delivery, List<Arrived> successes) {
        for (int i = 1; i < successes.size(); i++) {
            Arrived first = successes.get(i - 1);
            Arrived again = successes.get(i);
            Optional<Long> crash = crashBetween(first, again);
            if (crash.isPresent()) {
                perCrash.merge(crash.get(), 1, Integer::sum);
            } else if (wasUnanswered(delivery, first, again)) {
                lostAnswers++;
            } else {
                unexplained.add("I3: delivered twice without a reason: " + first + " and " + again);
            }
        }
    }

    private Optional<Long> crashBetween(Arrived first, Arrived again) {
        return crashes.stream()
                .filter(crash -> explains(crash, first, again))
                .map(Event.Ended::at)
                .findFirst();
    }

    private boolean explains(Event.Ended crash, Arrived first, Arrived again) {
        return switch (crash.way()) {
            case AWAKE -> crash.spans(first.at()) || crash.spans(again.at());
            case CRASH, LOST ->
                first.at() < crash.at()
                        && crash.since() < again.at()
                        && crash.since() - first.at() < recordedWithin.toNanos();
            case CLEAN -> false;
        };
    }

    private boolean wasUnanswered(Delivery delivery, Arrived first, Arrived again) {
        return recorded.getOrDefault(delivery, List.of()).stream()
                .filter(row -> row.code() == 0
                        && !row.recordedAt().isBefore(first.time().minus(NOTED_LATE))
                        && !row.recordedAt().isAfter(again.time().plusMillis(1)))
                .anyMatch(used::add);
    }

    Stream<String> unexplained() {
        return unexplained.stream();
    }

    /** How many were repeated because of each crash that caused any. */
    List<Integer> perCrash() {
        return List.copyOf(perCrash.values());
    }

    /** How many were repeated because of the end that was noted at this moment. */
    int because(long crash) {
        return perCrash.getOrDefault(crash, 0);
    }

    int lostAnswers() {
        return lostAnswers;
    }

    int crashes() {
        return (int)
                crashes.stream().filter(ended -> ended.way() != Event.Way.AWAKE).count();
    }
}
