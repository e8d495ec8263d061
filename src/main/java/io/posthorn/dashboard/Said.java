package io.posthorn.dashboard;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a page says first after a form was sent: the address names it, and only these sentences can be named. */
enum Said {
    CREATED("Created."),
    SAVED("Saved. New messages follow it from now on."),
    DELETED("Deleted."),
    PAUSED("Paused. Messages wait; none is lost, and none uses up an attempt."),
    HALTED("Everything is stopped. Messages are accepted and wait; none is lost, and none uses up an attempt."),
    RESUMED("Resumed. What waited is on its way."),
    ENABLED("Switched on. It gets the messages that are published from now on."),
    DISABLED("Switched off. It gets nothing; what is published meanwhile can be sent later with “replay missing”."),
    ROTATED(
            "There is a new secret. The old one signs too until its time is over, so that the receiver can change over."),
    REPLACED("There is a new secret, and the one before it no longer signs."),
    EXPIRED("The old secrets no longer sign. The new one does, alone."),
    RESENT("On its way again. The new attempt appears below as soon as it is made."),
    STARTED("The task runs. You may leave this page; it goes on by itself."),
    SEVERAL_STARTED("Each endpoint has a task of its own now. They go on by themselves."),
    STOPPED("The task is being stopped."),
    SENT("The example was published."),
    REVOKED("Revoked. It is refused from now on."),
    LISTED("On the list. It holds on every node within a second."),
    UNLISTED("Taken off the list. It holds on every node within a second."),
    HANDLED("Marked as handled. It is not sent again with the rest; “handled” below shows it, to be opened again."),
    REOPENED("Open again: it is back among what is to be reviewed."),
    BRANDED("Saved. Customers see it on the next page they open."),
    PLAIN("Plain again. Customers see it on the next page they open."),
    NOTHING_TICKED("Nothing was ticked, so nothing was done."),
    NOTHING_TO_SEND("None of it can be sent: its endpoints are switched off or gone, or its messages are."),
    SIGNED_OUT("You are signed out.");

    private final String sentence;

    Said(String sentence) {
        this.sentence = sentence;
    }

    /** As it stands in an address. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The sentence of a name; null for none that is known. */
    static @Nullable String of(@Nullable String text) {
        return Arrays.stream(values())
                .filter(one -> one.text().equals(text))
                .map(one -> one.sentence)
                .findAny()
                .orElse(null);
    }
}
