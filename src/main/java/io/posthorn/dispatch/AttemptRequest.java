package io.posthorn.dispatch;

import io.posthorn.egress.Header;
import io.posthorn.signing.SigningSecret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to make: what to send, where, signed with what, and how long it may take in all.
 *
 * @param messageId public identifier of the message, the same on every attempt ({@code webhook-id})
 * @param eventType the message's event type, sent along as {@code webhook-event-type}
 * @param channels the message's channels, sent along as {@code webhook-channels} when there are any
 * @param payload the bytes to sign and send, unchanged
 * @param contentType the media type of a payload that is not a JSON object; null for {@code application/json}
 * @param userAgent what we call ourselves; null for what the installation's settings say
 * @param headers what the endpoint's owner adds; none of them replaces one of ours
 * @param url the endpoint's URL as stored; checked again by the guard before anything is sent
 * @param secrets the secrets that sign, newest first; at least one
 * @param timeout from now to the last byte we read: connect, TLS, request, headers and body
 * @param organization whose it is; null for nobody's in particular
 */
public record AttemptRequest(
        String messageId,
        String eventType,
        List<String> channels,
        byte[] payload,
        @Nullable String contentType,
        @Nullable String userAgent,
        List<Header> headers,
        URI url,
        List<SigningSecret> secrets,
        Duration timeout,
        @Nullable UUID organization) {}
