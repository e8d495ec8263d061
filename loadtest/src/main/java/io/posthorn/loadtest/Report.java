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

    void print() {
        System.out.println();
        lines.forEach(System.out::println);
    }
}
