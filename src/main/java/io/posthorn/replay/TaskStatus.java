package io.posthorn.replay;

import java.util.Locale;

/** Where a background task stands. */
enum TaskStatus {
    RUNNING,
    FINISHED,
    FAILED,
    /** Somebody stopped it; SDKs, which do not know the word, are told that it failed. */
    CANCELLED;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskStatus ofColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The word that SDKs know. */
    String text() {
        return (this == CANCELLED ? FAILED : this).column();
    }
}
