package io.posthorn.dashboard;

import io.posthorn.dashboard.PlaygroundDemo.Hit;
import io.posthorn.playground.Answer;
import java.util.List;

/** What a message in the playground teaches. */
final class Lesson {

    private static final int DELIVERED = 0;
    private static final int GIVEN_UP = 2;

    private Lesson() {}

    static String of(List<Hit> hits, int status) {
        if (hits.isEmpty()) {
            return "Accepted and stored. It is on its way, or waits for its turn.";
        }
        Answer first = hits.getFirst().received().answer();
        if (status == DELIVERED) {
            return delivered(first, hits.size() > 1);
        }
        return status == GIVEN_UP
                ? "All attempts are used up. It is kept: “Send again” on the message's page tries once more."
                : waiting(hits.getLast().received().answer());
    }

    private static String delivered(Answer first, boolean repeated) {
        if (!repeated) {
            return first == Answer.LATE
                    ? "Delivered, if slowly: an answer may take until the endpoint's time-out, 5 seconds here. A receiver"
                            + " should answer first and work afterwards."
                    : "Delivered at the first attempt: stored, signed, sent, and answered with 200.";
        }
        return first == Answer.NONE
                ? "The first attempt timed out, another one was answered. The receiver had the request twice and knows"
                        + " it by its webhook-id, which stays the same."
                : "The first attempt failed, another one arrived. Nothing was lost, and nobody had to do anything.";
    }

    private static String waiting(Answer last) {
        return switch (last) {
            case ERROR ->
                "Answered 500, so it counts as not delivered. Posthorn waits about 2 seconds, then twice as long each"
                        + " time, and tries again.";
            case NONE ->
                "The receiver took the request and says nothing. After 5 seconds Posthorn gives this attempt up and"
                        + " tries again later; no other endpoint waits for it.";
            case LATE -> "The receiver takes its time. Up to 5 seconds it may.";
            case OK -> "Answered. The record is being written.";
        };
    }
}
