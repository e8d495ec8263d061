package io.posthorn.ledger;

import io.posthorn.api.Problem;
import io.posthorn.api.TextRule;
import io.posthorn.api.Violation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What a listing of messages or attempts is narrowed to; null and empty narrow nothing.
 *
 * @param status of the attempt or delivery; of a message, with any endpoint
 * @param codeClass the lowest status code of a hundred; 0 for no answer
 * @param eventTypes any of these
 * @param channel one of the message's channels
 * @param tag one of the message's tags
 * @param before made before this moment
 * @param after made after this moment, by a millisecond at least
 */
public record LedgerFilter(
        @Nullable MessageStatus status,
        @Nullable Integer codeClass,
        List<String> eventTypes,
        @Nullable String channel,
        @Nullable String tag,
        @Nullable Instant before,
        @Nullable Instant after) {

    /** Narrows nothing. */
    public static final LedgerFilter NONE = new LedgerFilter(null, null, List.of(), null, null, null, null);

    private static final List<Integer> CODE_CLASSES = List.of(0, 100, 200, 300, 400, 500);
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Reads the query parameters {@code status}, {@code status_code_class}, {@code event_types} (repeated, or with
     * commas), {@code channel}, {@code tag}, {@code before} and {@code after}.
     *
     * @throws Problem 422 when one of them is not allowed
     */
    static LedgerFilter read(MultiValueMap<String, String> query) {
        return new LedgerFilter(
                optional(query, "status", LedgerFilter::status),
                optional(query, "status_code_class", LedgerFilter::codeClass),
                eventTypes(query.getOrDefault("event_types", List.of())),
                optional(query, "channel", text -> name("channel", text, TextRule.CHANNEL)),
                optional(query, "tag", text -> name("tag", text, TextRule.TAG)),
                optional(query, "before", text -> instant("before", text)),
                optional(query, "after", text -> instant("after", text)));
    }

    private static <T> @Nullable T optional(
            MultiValueMap<String, String> query, String name, Function<String, T> reading) {
        String text = query.getFirst(name);
        return text == null || text.isEmpty() ? null : reading.apply(text);
    }

    private static MessageStatus status(String text) {
        return Arrays.stream(MessageStatus.values())
                .filter(status -> text.equals(Integer.toString(status.number())))
                .findFirst()
                .orElseThrow(() ->
                        refused("status", text, "0 (success), 1 (pending), 2 (fail), 3 (sending) or 4 (canceled)"));
    }

    private static Integer codeClass(String text) {
        return CODE_CLASSES.stream()
                .filter(known -> text.equals(known.toString()))
                .findFirst()
                .orElseThrow(() -> refused(
                        "status_code_class", text, "100, 200, 300, 400 or 500, or 0 for attempts without an answer"));
    }

    private static List<String> eventTypes(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(name -> !name.isEmpty())
                .map(name -> name("event_types", name, TextRule.IDENTIFIER_256))
                .distinct()
                .toList();
    }

    private static String name(String parameter, String text, TextRule rule) {
        if (!rule.allows(text)) {
            throw refused(parameter, text, rule.allowed());
        }
        return text;
    }

    private static Instant instant(String parameter, String text) {
        try {
            // A plus sign that was not escaped has become a space on its way.
            Instant at = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            return at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at.isAfter(LATEST) ? LATEST : at;
        } catch (DateTimeException _) {
            throw refused(parameter, text, "a time as RFC 3339 has it, such as 2026-01-31T12:00:00Z");
        }
    }

    private static Problem refused(String parameter, String text, String allowed) {
        return Problem.invalidQuery(parameter, "must be " + allowed + ", but is " + Violation.shown(text));
    }
}
