package io.posthorn.crash;

import java.util.List;

/**
 * The figures of a run.
 *
 * @param posts all requests for all letters, repetitions included
 * @param deliveries one message for one endpoint each
 * @param perCrash how many deliveries were repeated because of each crash that caused any
 * @param lostAnswers repetitions after an answer that was lost on the way
 */
record Tally(
        long acknowledged,
        long posts,
        int crashes,
        long deliveries,
        long arrivals,
        List<Integer> perCrash,
        int lostAnswers,
        long recordedAttempts) {

    static Tally of(Evidence evidence, Repetitions repetitions) {
        return new Tally(
                evidence.acknowledged().size(),
                evidence.all(Event.Acknowledged.class).count()
                        + evidence.all(Event.Unanswered.class).count(),
                repetitions.crashes(),
                evidence.successes().size(),
                evidence.all(Event.Arrived.class).count(),
                repetitions.perCrash(),
                repetitions.lostAnswers(),
                evidence.books().attempts().size());
    }

    int duplicates() {
        return perCrash.stream().mapToInt(Integer::intValue).sum();
    }

    int worstCrash() {
        return perCrash.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    @Override
    public String toString() {
        return String.format(
                "%d crashes; %d letters acknowledged in %d posts; %d deliveries in %d arrivals, %d attempts recorded;"
                        + " %d duplicates from crashes (%.3f %%, at most %d from one), %d from lost answers",
                crashes,
                acknowledged,
                posts,
                deliveries,
                arrivals,
                recordedAttempts,
                duplicates(),
                100.0 * duplicates() / Math.max(1, deliveries),
                worstCrash(),
                lostAnswers);
    }
}
