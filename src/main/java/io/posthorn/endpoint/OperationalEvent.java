package io.posthorn.endpoint;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the sending product can be told: the event types of operational messages. */
public enum OperationalEvent {
    /** An endpoint was created. */
    ENDPOINT_CREATED("endpoint.created"),
    /** An endpoint, its headers or its secret were changed. */
    ENDPOINT_UPDATED("endpoint.updated"),
    /** An endpoint was deleted. */
    ENDPOINT_DELETED("endpoint.deleted"),
    /** An endpoint was enabled again. */
    ENDPOINT_ENABLED("endpoint.enabled"),
    /** An endpoint was disabled, by a caller or because of what its receiver did. */
    ENDPOINT_DISABLED("endpoint.disabled"),
    /** An endpoint has only failed for days and will be disabled soon. */
    ENDPOINT_DISABLING("endpoint.disabling"),
    /** One endpoint has a message. */
    MESSAGE_DELIVERED("message.delivered"),
    /** One endpoint will not get a message, for another reason than that all attempts failed. */
    MESSAGE_DISCARDED("message.discarded"),
    /** Nothing of a message is left to do: how it went with each endpoint. */
    MESSAGE_COMPLETED("message.completed"),
    /** The fourth attempt at one endpoint has failed, and more are to come. */
    MESSAGE_ATTEMPT_FAILING("message.attempt.failing"),
    /** The last attempt at one endpoint has failed. */
    MESSAGE_ATTEMPT_EXHAUSTED("message.attempt.exhausted"),
    /** An attempt succeeded after it was told that they failed. */
    MESSAGE_ATTEMPT_RECOVERED("message.attempt.recovered");

    /** All names, to be read in a sentence. */
    static final String ALLOWED =
            Arrays.stream(values()).map(OperationalEvent::text).collect(Collectors.joining(", "));

    private final String text;

    OperationalEvent(String text) {
        this.text = text;
    }

    /** As messages, the API and the table of notices have it. */
    public String text() {
        return text;
    }

    /**
     * The event of this name.
     *
     * @throws IllegalArgumentException when none is called so
     */
    public static OperationalEvent of(String text) {
        return Arrays.stream(values())
                .filter(event -> event.text.equals(text))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no operational event is called " + text));
    }

    /** Whether an event is called so. */
    static boolean isOne(String text) {
        return Arrays.stream(values()).anyMatch(event -> event.text.equals(text));
    }
}
