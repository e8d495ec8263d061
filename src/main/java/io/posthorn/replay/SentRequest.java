package io.posthorn.replay;

import io.posthorn.egress.Header;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The headers of a request, with what nobody may see masked. */
record SentRequest(String url, List<Header> headers) {

    /** Stands in for a value that is not shown. */
    static final String MASK = "***";

    /** Ours that prove nothing and give nothing away; what an endpoint's owner adds may be a credential. */
    private static final Set<String> HARMLESS = Set.of(
            "content-type",
            "user-agent",
            "accept-encoding",
            "webhook-id",
            "webhook-timestamp",
            "svix-id",
            "svix-timestamp",
            "webhook-event-type",
            "webhook-channels",
            "webhook-test");

    /** The names of those that are not shown. */
    List<String> sensitive() {
        return headers.stream()
                .map(Header::name)
                .filter(SentRequest::isSensitive)
                .distinct()
                .toList();
    }

    /** All of them; of two of one name the later one, which is the one that is sent. */
    Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        masked().forEach(header -> shown.put(header.name(), header.value()));
        return shown;
    }

    /** The same with the sensitive values masked. */
    List<Header> masked() {
        return headers.stream()
                .map(header -> isSensitive(header.name()) ? new Header(header.name(), MASK) : header)
                .toList();
    }

    private static boolean isSensitive(String name) {
        return !HARMLESS.contains(name.toLowerCase(Locale.ROOT));
    }
}
