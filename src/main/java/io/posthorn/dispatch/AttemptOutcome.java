package io.posthorn.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one HTTP attempt. An answer of any status is a value, never an exception. */
public sealed interface AttemptOutcome {

    /** From the permit to the end of what was read. */
    Duration duration();

    /**
     * The receiver answered with a 2xx status line and headers in time; what its body did afterwards does not matter.
     *
     * @param status 200 to 299
     * @param body the first bytes of the response body as they came, at most 16 KiB
     */
    record Accepted(int status, byte[] body, Duration duration) implements AttemptOutcome {}

    /**
     * The receiver answered with any other final status, 3xx included.
     *
     * @param status the number on the status line, also one that no registry knows
     * @param body the first bytes of the response body as they came, at most 16 KiB
     * @param detail what more there is to say about the status, in plain words; or null
     * @param retryAfter the {@code Retry-After} field as sent, if any
     */
    record Refused(
            int status,
            byte[] body,
            @Nullable String detail,
            @Nullable String retryAfter,
            Duration duration) implements AttemptOutcome {}

    /**
     * No answer: the receiver was slow, away, or did not speak HTTP.
     *
     * @param failure the class of the failure
     * @param detail one sentence in plain words, safe to show to the endpoint's owner
     */
    record Unanswered(Failure failure, String detail, Duration duration) implements AttemptOutcome {}

    /**
     * Nothing was sent because of a fault on our side; never counts against the endpoint.
     *
     * @param detail one sentence in plain words for the operator
     */
    record Prevented(String detail, Duration duration) implements AttemptOutcome {}

    /** Classes of failures that are the receiver's or its network's. */
    enum Failure {
        /** The deadline passed before the response headers were complete. */
        TIMED_OUT,
        /** No TCP connection: refused, unreachable, or not within the connect time-out. */
        CONNECT_FAILED,
        /** The connection ended before the response headers were complete. */
        CONNECTION_BROKEN,
        /** The TLS handshake failed: certificate, host name, protocol. */
        TLS_FAILED,
        /** The host name has no address. */
        DNS_FAILED,
        /** What came back is not a valid HTTP response. */
        MALFORMED_RESPONSE,
        /** The URL or the address it resolves to is not allowed. */
        NOT_ALLOWED
    }
}
