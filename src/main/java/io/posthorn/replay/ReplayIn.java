package io.posthorn.replay;

import io.posthorn.api.Moments;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.MessageStatus;
import io.posthorn.ledger.Selection;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants sent again.
 *
 * @param since messages made at this moment or later
 * @param until messages made before this moment
 * @param handled false when what somebody has seen to is left out; null when it is not
 * @param perSecond how many in a second at most; null for no limit
 */
record ReplayIn(
        Instant since,
        Instant until,
        List<String> eventTypes,
        @Nullable String channel,
        @Nullable String tag,
        @Nullable MessageStatus status,
        @Nullable Integer codeClass,
        @Nullable Boolean handled,
        @Nullable Integer perSecond) {

    private static final int MAX_EVENT_TYPES = 10_000;
    private static final int MAX_RATE = 65_535;
    private static final List<Integer> CODE_CLASSES = List.of(0, 100, 200, 300, 400, 500);

    /** The range alone, as recover and replay-missing take it. */
    static ReplayIn range(RequestFields fields, Instant now) {
        Instant until = until(fields, now);
        return new ReplayIn(
                since(fields, until), until, List.of(), null, null, null, null, handled(fields), perSecond(fields));
    }

    /** The range and filters. */
    static ReplayIn filtered(RequestFields fields, Instant now) {
        Instant until = until(fields, now);
        Set<String> types = fields.optionalTexts(
                fields.either("eventTypes", "filterTypes"), TextRule.IDENTIFIER_256, MAX_EVENT_TYPES);
        return new ReplayIn(
                since(fields, until),
                until,
                types == null ? List.of() : List.copyOf(types),
                fields.optionalText("channel", TextRule.CHANNEL),
                fields.optionalText("tag", TextRule.TAG),
                status(fields),
                codeClass(fields),
                handled(fields),
                perSecond(fields));
    }

    private static @Nullable Boolean handled(RequestFields fields) {
        return fields.flag("includeHandled", false) ? null : false;
    }

    private static Instant since(RequestFields fields, Instant until) {
        String text = fields.text("since", TextRule.FREE_NOT_EMPTY);
        Instant since = text.isEmpty() ? Instant.EPOCH : moment(fields, "since", text, Instant.EPOCH);
        if (since.isAfter(until)) {
            fields.refuse("since", "must not be after until, which is " + until);
        }
        return since;
    }

    /** Not beyond now, so that a task has an end. */
    private static Instant until(RequestFields fields, Instant now) {
        String text = fields.optionalText("until", TextRule.FREE_NOT_EMPTY);
        Instant until = text == null ? now : moment(fields, "until", text, now);
        return until.isAfter(now) ? now : until;
    }

    private static Instant moment(RequestFields fields, String name, String text, Instant otherwise) {
        return Moments.parse(text).orElseGet(() -> {
            fields.refuse(name, "must be " + Moments.ALLOWED);
            return otherwise;
        });
    }

    private static @Nullable MessageStatus status(RequestFields fields) {
        Integer number = fields.optionalInteger("status", 0, MessageStatus.values().length - 1);
        return number == null ? null : MessageStatus.of(number);
    }

    private static @Nullable Integer codeClass(RequestFields fields) {
        Integer codes = fields.optionalInteger("statusCodeClass", 0, 500);
        if (codes != null && !CODE_CLASSES.contains(codes)) {
            fields.refuse("statusCodeClass", "must be 100, 200, 300, 400 or 500, or 0 for no answer");
        }
        return codes;
    }

    private static @Nullable Integer perSecond(RequestFields fields) {
        return fields.optionalInteger("messagesPerSecond", 1, MAX_RATE);
    }

    Selection selection(TaskKind kind, UUID application, UUID endpoint) {
        return selection(kind, application, endpoint, handled);
    }

    Selection selection(TaskKind kind, UUID application, @Nullable UUID endpoint, @Nullable Boolean wanted) {
        return new Selection(
                kind.selects(),
                application,
                endpoint,
                IdGenerator.floor(since),
                IdGenerator.floor(until),
                eventTypes,
                channel,
                tag,
                status,
                codeClass,
                wanted);
    }
}
