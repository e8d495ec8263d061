package io.posthorn.loadtest;

/**
 * What a run did.
 *
 * @param successes things done
 * @param failures things refused or failed
 * @param nanos how long it took
 */
record Tally(long successes, long failures, long nanos) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Successes per second. */
    double rate() {
        return successes * NANOS_PER_SECOND / nanos;
    }

    /** One line, which {@link #parse} reads back. */
    String line() {
        return successes + " " + failures + " " + nanos;
    }

    static Tally parse(String line) {
        String[] words = line.split(" ");
        return new Tally(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }
}
