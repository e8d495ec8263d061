package io.posthorn.dispatch;

import io.posthorn.egress.Header;
import io.posthorn.signing.SignatureHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The headers of an attempt. The signature goes out in both families of names, so that receivers written for Standard
 * Webhooks and those written for Svix verify it unchanged. {@code accept-encoding: identity} asks for bodies that
 * people can read in the record of the attempt: what comes is kept as it comes, never decompressed.
 */
final class WebhookHeaders {

    private static final Header JSON = new Header("content-type", "application/json");
    private static final Header IDENTITY = new Header("accept-encoding", "identity");

    private static final String USER_AGENT = "user-agent";

    private final Header userAgent;

    WebhookHeaders(String userAgent) {
        this.userAgent = new Header(USER_AGENT, userAgent);
    }

    List<Header> of(AttemptRequest request, SignatureHeaders signature) {
        List<Header> headers = new ArrayList<>(11 + request.headers().size());
        // First, because of two of one name the later one is sent: nobody's header replaces one of ours.
        headers.addAll(request.headers());
        headers.add(request.contentType() == null ? JSON : new Header("content-type", request.contentType()));
        headers.add(request.userAgent() == null ? userAgent : new Header(USER_AGENT, request.userAgent()));
        headers.add(IDENTITY);
        headers.add(new Header("webhook-id", signature.id()));
        headers.add(new Header("webhook-timestamp", signature.timestamp()));
        headers.add(new Header("webhook-signature", signature.signature()));
        headers.add(new Header("svix-id", signature.id()));
        headers.add(new Header("svix-timestamp", signature.timestamp()));
        headers.add(new Header("svix-signature", signature.signature()));
        headers.add(new Header("webhook-event-type", HeaderText.escape(request.eventType())));
        if (!request.channels().isEmpty()) {
            headers.add(new Header("webhook-channels", channels(request.channels())));
        }
        return headers;
    }

    private static String channels(List<String> channels) {
        return channels.stream().map(HeaderText::escape).collect(Collectors.joining(","));
    }
}
