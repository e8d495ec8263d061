package io.posthorn.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What customers may add to the headers of their webhooks: checked when they are stored and again before they are sent.
 * Refused is what frames a request, what proxies, clouds and identities of ours go by, and what we say ourselves.
 */
public final class CustomHeaders {

    /** Most headers of one endpoint. */
    public static final int MAX_HEADERS = 20;

    /** Most bytes of one value. */
    public static final int MAX_VALUE_BYTES = 4096;

    /** Most bytes of one name. */
    public static final int MAX_NAME_BYTES = 128;

    /** Most bytes of all names and values together. */
    public static final int MAX_TOTAL_BYTES = 8192;

    private static final Set<String> FORBIDDEN = Set.of(
            "accept-encoding",
            "age",
            "cache-control",
            "clear-site-data",
            "connection",
            "content-encoding",
            "content-language",
            "content-length",
            "content-location",
            "content-type",
            "cookie",
            "expect",
            "expires",
            "forwarded",
            "host",
            "keep-alive",
            "metadata",
            "metadata-flavor",
            "pragma",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "traceparent",
            "tracestate",
            "trailer",
            "trailers",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "via",
            "warning");

    private static final List<String> FORBIDDEN_PREFIXES = List.of(
            "ce-",
            "svix-",
            "webhook-",
            "x-amz-",
            "x-amzn-",
            "x-aws-ec2-metadata-token",
            "x-azure-",
            "x-fd-",
            "x-forwarded-",
            "x-gfe",
            "x-goog-",
            "x-google",
            "x-ms-",
            "x-svix-");

    private CustomHeaders() {}

    /** What is wrong with the name, to be read after it; empty when it may be sent. */
    public static Optional<String> faultOfName(String name) {
        if (!Header.isToken(name) || name.length() > MAX_NAME_BYTES) {
            return Optional.of("is not a header name: use 1 to " + MAX_NAME_BYTES + " letters, digits and the marks "
                    + Header.TOKEN_MARKS);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (FORBIDDEN.contains(lower)) {
            return Optional.of("is a header that customers cannot set; choose another name");
        }
        return FORBIDDEN_PREFIXES.stream()
                .filter(lower::startsWith)
                .findFirst()
                .map(prefix -> "begins with '" + prefix + "', which customers cannot use; choose another name");
    }

    /** What is wrong with the value, to be read after its header's name, never with the value itself. */
    public static Optional<String> faultOfValue(String value) {
        if (!Header.isFieldValue(value)) {
            return Optional.of("must have a value of printable ASCII characters, with spaces and tabs only inside");
        }
        return value.length() > MAX_VALUE_BYTES
                ? Optional.of("must have a value of at most " + MAX_VALUE_BYTES + " bytes, but has " + value.length())
                : Optional.empty();
    }

    /** What is wrong with all of them together, to be read after "headers". */
    public static Optional<String> faultOfAll(Map<String, String> headers) {
        if (headers.size() > MAX_HEADERS) {
            return Optional.of("has " + headers.size() + " headers; send at most " + MAX_HEADERS);
        }
        int bytes = headers.entrySet().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
        if (bytes > MAX_TOTAL_BYTES) {
            return Optional.of("has " + bytes + " bytes of names and values; send at most " + MAX_TOTAL_BYTES);
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        return headers.keySet().stream()
                .filter(name -> !names.add(name))
                .findFirst()
                .map(twice -> "has '" + twice + "' twice, in different capitals; send it once");
    }

    /** Those that may be sent, in their order. */
    public static List<Header> sendable(Map<String, String> headers) {
        if (headers.isEmpty() || faultOfAll(headers).isPresent()) {
            return List.of();
        }
        List<Header> sendable = new ArrayList<>(headers.size());
        headers.forEach((name, value) -> {
            if (faultOfName(name).isEmpty() && faultOfValue(value).isEmpty()) {
                sendable.add(new Header(name, value));
            }
        });
        return List.copyOf(sendable);
    }
}
