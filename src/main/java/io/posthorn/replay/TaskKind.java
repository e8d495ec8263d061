package io.posthorn.replay;

import io.posthorn.ledger.Selection;
import java.util.Arrays;
import java.util.Optional;

/** What a background task does, to which messages, and the name that SDKs know it by. */
enum TaskKind {
    /** Sends again what failed. */
    RECOVER("endpoint.recover", Selection.Kind.FAILED),
    /** Sends what was never attempted and is wanted now. */
    REPLAY("endpoint.replay", Selection.Kind.MISSING),
    /** Sends again what was attempted before. */
    BULK_REPLAY("endpoint.bulk-replay", Selection.Kind.ATTEMPTED),
    /** Sends again what it was told one by one. */
    RESEND("application.resend", Selection.Kind.ALL),
    /** Takes the contents of all messages back. */
    PURGE("application.purge_content", Selection.Kind.ALL),
    /** Marks what failed for good as handled. */
    HANDLE("application.handle", Selection.Kind.FAILED),
    /** Takes that mark away. */
    REOPEN("application.reopen", Selection.Kind.FAILED),
    /** Erases everything that there is of an application that was deleted. */
    ERASE("application.erase", Selection.Kind.ALL);

    private final String text;
    private final Selection.Kind selects;

    TaskKind(String text, Selection.Kind selects) {
        this.text = text;
        this.selects = selects;
    }

    String text() {
        return text;
    }

    Selection.Kind selects() {
        return selects;
    }

    static Optional<TaskKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
}
