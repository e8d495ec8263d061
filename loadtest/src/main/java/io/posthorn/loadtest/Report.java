package io.posthorn.loadtest;

import java.util.ArrayList;
import java.util.List;

/** What a proof found, for people. */
final class Report {

    private final List<String> lines = new ArrayList<>();

    private Report(String title) {
        lines.add(title);
    }

    static Report of(String title, Object... values) {
        return new Report(title.formatted(values));
    }

    Report line(String format, Object... values) {
        lines.add("  " + format.formatted(values));
        return this;
    }

    /** A figure alone and beside its neighbours. */
    Report ratio(String what, double alone, double beside) {
        return line("%s: %,.1f alone, %,.1f beside, ratio %.2f", what, alone, beside, beside / alone);
    }

    /** How long messages took alone and beside neighbours, from when they were due and from their 202. */
    Report journeys(String when, Journey alone, Journey beside) {
        return line(
                        "p50 %s, ms: %.1f alone, %.1f beside; duplicates %d",
                        when, Neighbours.p50(alone.sinceDue()), Neighbours.p50(beside.sinceDue()), beside.duplicates())
                .ratio(
                        "p99 " + when + ", ms, from due to arrived",
                        Neighbours.p99(alone.sinceDue()),
                        Neighbours.p99(beside.sinceDue()))
                .ratio(
                        "p99 " + when + ", ms, from the 202 to arrived",
                        Neighbours.p99(alone.sinceAccepted()),
                        Neighbours.p99(beside.sinceAccepted()));
    }

    void print() {
        System.out.println();
        lines.forEach(System.out::println);
    }
}
