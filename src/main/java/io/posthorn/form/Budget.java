package io.posthorn.form;

import org.jspecify.annotations.Nullable;

/** What one rendering may cost; the first limit that is passed is kept. */
final class Budget {

    /** Look-ups and turns of loops. */
    static final int MAX_STEPS = 50_000;

    private final int maxChars;
    private final boolean sample;
    private int steps;
    private int chars;
    private @Nullable String spent;

    /**
     * A whole budget.
     *
     * @param sample whether every name has a value, because nobody knows yet which ones a payload will have
     */
    Budget(int maxChars, boolean sample) {
        this.maxChars = maxChars;
        this.sample = sample;
    }

    boolean isSample() {
        return sample;
    }

    void step() {
        if (++steps > MAX_STEPS) {
            throw spent("takes more than " + MAX_STEPS + " steps");
        }
    }

    void write(int count) {
        chars += count;
        if (chars > maxChars || chars < 0) {
            throw spent("makes more than " + maxChars + " characters");
        }
    }

    /** Which limit was passed, as the end of a sentence about the template; or null. */
    @Nullable
    String spent() {
        return spent;
    }

    private SpentException spent(String what) {
        spent = what;
        return new SpentException(what);
    }

    /** Ends the rendering. */
    static final class SpentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SpentException(String what) {
            super(what, null, false, false);
        }
    }
}
