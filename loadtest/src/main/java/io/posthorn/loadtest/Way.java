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

    /** Deliveries after which what runs for each of them has been compiled for good. */
    private static final long ENOUGH = 150_000;

    private final String name;
    private final Runnable preparation;
    private final Function<Duration, Tally> run;
    private final Effort effort;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    Way(String name, Function<Duration, Tally> run, List<Participant> participants) {
        this(name, () -> {}, run, participants);
    }

    /** @param preparation what each measured run needs first, and what does not count */
    Way(String name, Runnable preparation, Function<Duration, Tally> run, List<Participant> participants) {
        this.name = name;
        this.preparation = preparation;
        this.run = run;
        this.effort = new Effort(participants);
    }

    /** Runs without counting: for so long at least, and up to five times as long until the JVM has seen enough. */
    void warmUp(Duration duration) {
        Duration part = duration.dividedBy(WARM_UP_PARTS);
        Tally last = run.apply(part);
        long done = last.successes();
        for (int parts = 1; parts < WARM_UP_PARTS || done < ENOUGH && parts < 5 * WARM_UP_PARTS; parts++) {
            last = run.apply(part);
            done += last.successes();
        }
        String enough = done < ENOUGH ? "   still cold after %,d: measure for longer".formatted(done) : "";
        System.out.printf("%-28s %,10.0f/s%s%n", name + ", warmed up", last.rate(), enough);
    }

    /** Runs once and remembers the rate. */
    void measure(Duration duration) {
        preparation.run();
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

    /** The median of the ratios to the other way, beside which it was measured. */
    double ratio() {
        return median(ratios);
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
                .formatted(name, ratio(), other.name, other.effort.microsPerDelivery() / effort.microsPerDelivery());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
