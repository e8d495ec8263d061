package io.posthorn.playground;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the receiver answers. */
public enum Behaviour {
    /** 200 at once. */
    WORKS("200 at once"),
    /** 500 to the first attempt of each message, 200 to the others. */
    FAILS_ONCE("500 first, then 200"),
    /** 500 to all. */
    FAILS("500 always"),
    /** 200 after three seconds. */
    SLOW("200 after 3 s"),
    /** Nothing to the first attempt of each message, 200 to the others. */
    SILENT_ONCE("nothing first, then 200"),
    /** Nothing to all. */
    SILENT("nothing, ever");

    private final String label;

    Behaviour(String label) {
        this.label = label;
    }

    /** In a few words. */
    public String label() {
        return label;
    }

    /** As a form names it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of this name. */
    public static Optional<Behaviour> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findAny();
    }

    Answer to(boolean first) {
        return switch (this) {
            case WORKS -> Answer.OK;
            case FAILS_ONCE -> first ? Answer.ERROR : Answer.OK;
            case FAILS -> Answer.ERROR;
            case SLOW -> Answer.LATE;
            case SILENT_ONCE -> first ? Answer.NONE : Answer.OK;
            case SILENT -> Answer.NONE;
        };
    }
}
