package io.posthorn.loadtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One way of making deliveries, and what came of each of its measured runs. */
final class Way {

    private static final int WARM_UP_PARTS = 4;
    private static final int WARM_UP_PARTS_AT_MOST = 12;
    private static final double STILL_FASTER = 1.1;

    private final String name;
    private final Function<Duration, Tally> run;
    private final Effort effort;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    Way(String name, Function<Duration, Tally> run, List<Participant> participants) {
        this.name = name;
        this.run = run;
        this.effort = new Effort(participants);
    }

    /** Runs without counting: for so long, and then on for as long as it still gets faster. */
    void warmUp(Duration duration) {
        Duration part = duration.dividedBy(WARM_UP_PARTS);
        double best = 0;
        for (int run = 0; run < WARM_UP_PARTS_AT_MOST; run++) {
            double rate = this.run.apply(part).rate();
            if (run >= WARM_UP_PARTS && rate < best * STILL_FASTER) {
                break;
            }
            best = Math.max(best, rate);
        }
        System.out.printf("%-28s %,10.0f/s%n", name + ", warm", best);
    }

    /** Runs once and remembers the rate. */
    void measure(Duration duration) {
        Map<Participant, Duration> before = effort.now();
        Tally tally = run.apply(duration);
        effort.add(before, tally);
        rates.add(tally.rate());
        System.out.printf("%-28s %,10.0f/s%s%n", name, tally.rate(), refused(tally));
    }

    private static String refused(Tally tally) {
        return tally.failures() == 0 ? "" : "   and " + tally.failures() + " refused";
    }

    /** Runs right after the other, so that the noise of the machine is the same for both. */
    void measureBeside(Way other, Duration duration) {
        other.measure(duration);
        measure(duration);
        ratios.add(rates.getLast() / other.rates.getLast());
    }

    /** The median of the measured rates, per second. */
    double rate() {
        return median(rates);
    }

    /** The median, and what each delivery cost. */
    String summary() {
        return "%-28s median %,8.0f/s   (%,.0f to %,.0f), on %.0f %% of the processors%n    processor time of each: %s"
                .formatted(
                        name,
                        rate(),
                        Collections.min(rates),
                        Collections.max(rates),
                        effort.shareOfMachine() * 100,
                        effort.perDelivery());
    }

    /** How we did beside the other way. */
    String comparedTo(Way other) {
        return "%-28s %.2f of %s; by processor time alone %.2f"
                .formatted(
                        name,
                        median(ratios),
                        other.name,
                        other.effort.microsPerDelivery() / effort.microsPerDelivery());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
