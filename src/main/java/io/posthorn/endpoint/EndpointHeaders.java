package io.posthorn.endpoint;

import io.posthorn.egress.CustomHeaders;
import io.posthorn.egress.Header;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The headers that an endpoint's owner adds to each attempt, in the capitals they were given in. */
public final class EndpointHeaders {

    /** None. */
    public static final EndpointHeaders NONE = new EndpointHeaders(Map.of());

    /** Some that cannot be read here, because this node lacks the master key. */
    static final EndpointHeaders LOCKED = new EndpointHeaders(Map.of());

    private static final List<String> MARKS_OF_SECRETS =
            List.of("authorization", "cookie", "token", "secret", "key", "password", "credential");

    private final Map<String, String> values;
    private final List<Header> sendable;

    private EndpointHeaders(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.sendable = CustomHeaders.sendable(values);
    }

    /** These headers, in this order. */
    static EndpointHeaders of(Map<String, String> values) {
        return values.isEmpty() ? NONE : new EndpointHeaders(values);
    }

    /** What goes out with each attempt, checked once more; made once, because an attempt only reads it. */
    public List<Header> sendable() {
        return sendable;
    }

    /** All of them, those with credentials too. */
    Map<String, String> values() {
        if (this == LOCKED) {
            throw EndpointSecrets.locked();
        }
        return values;
    }

    /** Those whose values may be shown. */
    Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>(values());
        shown.keySet().removeIf(EndpointHeaders::isSensitive);
        return shown;
    }

    /** The names of those whose values nobody is shown. */
    List<String> sensitive() {
        return values.keySet().stream()
                .filter(EndpointHeaders::isSensitive)
                .sorted()
                .toList();
    }

    /** The same with these set, or taken away where the value is null; capitals make no difference. */
    EndpointHeaders with(Map<String, @Nullable String> changes) {
        Map<String, String> changed = new LinkedHashMap<>(values());
        changes.forEach((name, value) -> {
            changed.keySet().removeIf(name::equalsIgnoreCase);
            if (value != null) {
                changed.put(name, value);
            }
        });
        return of(changed);
    }

    private static boolean isSensitive(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return MARKS_OF_SECRETS.stream().anyMatch(lower::contains);
    }

    /** Whether both are known to hold the same; what cannot be read here is known of nothing. */
    boolean isSameAs(EndpointHeaders other) {
        return this != LOCKED && other != LOCKED && values.equals(other.values);
    }

    /** Names alone. */
    @Override
    public String toString() {
        return values.keySet().stream().collect(Collectors.joining(", ", "headers ", ""));
    }
}
