package io.posthorn.observability;

import io.posthorn.dispatch.AttemptOutcome;
import java.util.Locale;

/** What came of an attempt, in as few words as a figure needs. */
enum OutcomeClass {
    DELIVERED,
    REDIRECTED,
    REFUSED_4XX,
    REFUSED_5XX,
    REFUSED_OTHER,
    TIMED_OUT,
    CONNECT_FAILED,
    CONNECTION_BROKEN,
    TLS_FAILED,
    DNS_FAILED,
    MALFORMED_RESPONSE,
    NOT_ALLOWED,
    /** A fault of ours; nothing was sent. */
    PREVENTED;

    static OutcomeClass of(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Accepted _ -> DELIVERED;
            case AttemptOutcome.Refused refused -> ofStatus(refused.status());
            case AttemptOutcome.Unanswered unanswered -> of(unanswered.failure());
            case AttemptOutcome.Prevented _ -> PREVENTED;
        };
    }

    private static OutcomeClass ofStatus(int status) {
        return switch (status / 100) {
            case 3 -> REDIRECTED;
            case 4 -> REFUSED_4XX;
            case 5 -> REFUSED_5XX;
            default -> REFUSED_OTHER;
        };
    }

    private static OutcomeClass of(AttemptOutcome.Failure failure) {
        return switch (failure) {
            case TIMED_OUT -> TIMED_OUT;
            case CONNECT_FAILED -> CONNECT_FAILED;
            case CONNECTION_BROKEN -> CONNECTION_BROKEN;
            case TLS_FAILED -> TLS_FAILED;
            case DNS_FAILED -> DNS_FAILED;
            case MALFORMED_RESPONSE -> MALFORMED_RESPONSE;
            case NOT_ALLOWED -> NOT_ALLOWED;
        };
    }

    /** As a label has it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
