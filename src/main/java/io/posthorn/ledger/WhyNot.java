package io.posthorn.ledger;

import io.posthorn.endpoint.Endpoint;
import io.posthorn.form.Condition;
import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.Course.Attempted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in one plain sentence what became of a message at an endpoint, and above all why it is not there. */
final class WhyNot {

    private static final int MOST_NAMES = 5;

    private final Course.OfMessage message;

    WhyNot(Course.OfMessage message) {
        this.message = message;
    }

    /** Of an endpoint that something is on record for. */
    String of(Course course) {
        return switch (course.progress().status()) {
            case SUCCESS -> "delivered: " + count(course) + ", the last was answered with " + code(course.latest());
            case SENDING -> "an attempt is due or under way" + soFar(course);
            case PENDING -> waiting(course);
            case FAIL, CANCELED -> ended(course);
        };
    }

    private static String waiting(Course course) {
        Instant next = course.progress().nextAttempt();
        String until = next == null
                ? "waits until the endpoint can take more"
                : "the next attempt is due at " + next.truncatedTo(ChronoUnit.SECONDS);
        return until + soFar(course);
    }

    private static String ended(Course course) {
        Course.Row row = course.row();
        String ended = row != null && row.isDiscarded() ? "discarded: " + row.reason() : "given up";
        return ended + soFar(course) + seenTo(row);
    }

    private static String seenTo(Course.@Nullable Row row) {
        HandledMark mark = row == null ? null : row.mark();
        return mark == null ? "" : "; handled by " + mark.handledBy() + " at " + seconds(mark.handledAt());
    }

    private static String soFar(Course course) {
        Attempted latest = course.latest();
        return latest == null ? "" : "; " + count(course) + ", the last " + outcome(latest);
    }

    private static String count(Course course) {
        Attempted latest = course.latest();
        int count = latest == null ? 0 : latest.count();
        return count + (count == 1 ? " attempt" : " attempts");
    }

    private static String outcome(Attempted latest) {
        if (latest.delivered()) {
            return "was answered with " + latest.code();
        }
        if (latest.code() == 0) {
            return "had no answer: " + (latest.detail() == null ? "nothing more is known" : latest.detail());
        }
        return "was refused with " + latest.code() + (latest.detail() == null ? "" : ": " + latest.detail());
    }

    private static int code(@Nullable Attempted latest) {
        return latest == null ? 0 : latest.code();
    }

    /** Of an endpoint that nothing is on record for. */
    String of(Endpoint endpoint, Instant now) {
        Instant accepted = IdGenerator.timeOf(message.id());
        boolean asItWas = endpoint.updatedAt().isBefore(accepted);
        if (IdGenerator.timeOf(endpoint.id()).isAfter(accepted)) {
            return "not sent: the endpoint was created later, at " + seconds(IdGenerator.timeOf(endpoint.id()))
                    + "; replay-missing or resend sends it";
        }
        if (message.onlyEndpoint() != null && !message.onlyEndpoint().equals(endpoint.id())) {
            return "not sent: the message is an example for another endpoint";
        }
        if (!endpoint.wants(message.eventType(), message.channels())) {
            return unwanted(endpoint, asItWas);
        }
        if (message.scheduledFor() != null) {
            return "to be delivered at " + seconds(message.scheduledFor());
        }
        if (message.pending()) {
            return asItWas
                    ? "the first attempt is under way, or about to be"
                    : "not begun: its deliveries are under way";
        }
        return nothingOnRecord(endpoint, asItWas, now);
    }

    private String unwanted(Endpoint endpoint, boolean asItWas) {
        String since = asItWas ? "" : " (as it is since " + seconds(endpoint.updatedAt()) + ")";
        if (endpoint.disabled()) {
            String reason = endpoint.disabledReason() == null ? "" : ": " + endpoint.disabledReason();
            return "not sent: the endpoint is disabled" + since + reason;
        }
        if (endpoint.eventTypes() != null && !endpoint.eventTypes().contains(message.eventType())) {
            return "not sent: the endpoint takes " + some(endpoint.eventTypes()) + since + ", the message is of type "
                    + message.eventType();
        }
        if (endpoint.channels() != null && message.channels().stream().noneMatch(endpoint.channels()::contains)) {
            return "not sent: the endpoint hears the channels " + some(endpoint.channels()) + since
                    + ", the message has " + (message.channels().isEmpty() ? "none" : some(message.channels()));
        }
        return "not sent: the endpoint's filter does not let it pass" + since;
    }

    private String nothingOnRecord(Endpoint endpoint, boolean asItWas, Instant now) {
        if (message.expiresAt() != null && message.expiresAt().isBefore(now)) {
            return "not sent: the message expired at " + seconds(message.expiresAt());
        }
        if (!message.whole()) {
            return "not sent: the content of the message was expunged";
        }
        Condition condition = endpoint.shape().condition();
        if (asItWas && condition != null) {
            return "not sent: the endpoint's condition (" + condition + ") is not met by the payload";
        }
        return asItWas
                ? "nothing is on record: its attempts are older than what is kept"
                : "not sent: the endpoint did not take it as it was then; it was changed at "
                        + seconds(endpoint.updatedAt());
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String some(Collection<String> names) {
        String first = names.stream().sorted().limit(MOST_NAMES).collect(Collectors.joining(", "));
        int more = names.size() - MOST_NAMES;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
