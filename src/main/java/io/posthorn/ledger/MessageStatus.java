package io.posthorn.ledger;

import java.util.Arrays;
import java.util.Locale;

/** How far a message has come with an endpoint, or how an attempt ended. */
public enum MessageStatus {
    /** The endpoint has it. */
    SUCCESS(0),
    /** An attempt is to come. */
    PENDING(1),
    /** The attempt failed, or no attempt is to come. */
    FAIL(2),
    /** An attempt is under way, or about to be. */
    SENDING(3),
    /** It was called off before an attempt succeeded. */
    CANCELED(4);

    private final int number;

    MessageStatus(int number) {
        this.number = number;
    }

    /** The status of a number that {@link #number} gave. */
    public static MessageStatus of(int number) {
        return Arrays.stream(values())
                .filter(status -> status.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no status has the number " + number));
    }

    /** The number by which the API and the tables know it. */
    public int number() {
        return number;
    }

    /** The word by which the API knows it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
