package io.posthorn.egress;

import static io.posthorn.egress.FailureKind.CONNECTION_BROKEN;
import static io.posthorn.egress.FailureKind.CONNECT_FAILED;
import static io.posthorn.egress.FailureKind.DNS_FAILED;
import static io.posthorn.egress.FailureKind.MALFORMED_RESPONSE;
import static io.posthorn.egress.FailureKind.NOT_ALLOWED;
import static io.posthorn.egress.FailureKind.OURS;
import static io.posthorn.egress.FailureKind.TLS_FAILED;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Turns what the network library throws into a kind and a plain sentence, once, by type and never by message. */
final class FailureClassifier {

    private final Duration connectTimeout;

    FailureClassifier(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    /**
     * Classifies an error that came before response headers.
     *
     * @param sent whether the request was on its way, so that a connection had been there
     */
    Exchange.Failed classify(Throwable error, boolean sent) {
        return switch (error) {
            case TargetRefusedException refused ->
                failed(NOT_ALLOWED, refused.verdict().publicText());
            case UnknownHostException unknown -> unresolved(unknown);
            case ConnectTimeoutException _ ->
                failed(CONNECT_FAILED, "no connection within " + Seconds.of(connectTimeout));
            case BindException _ -> failed(OURS, "no local port was free");
            case ConnectException _ -> failed(CONNECT_FAILED, "connection refused");
            case NoRouteToHostException _ -> failed(CONNECT_FAILED, "no route to the host");
            case SSLException tls -> failed(TLS_FAILED, TlsFailure.describe(tls));
            case MalformedResponseException malformed ->
                failed(MALFORMED_RESPONSE, "the receiver sent " + malformed.getMessage());
            case ChannelException _ -> failed(OURS, "no socket could be opened");
            case IOException _
            when sent -> failed(CONNECTION_BROKEN, "the connection ended before the response headers");
            case IOException _ -> failed(CONNECT_FAILED, "the connection could not be made");
            default ->
                failed(OURS, "the HTTP client failed with " + error.getClass().getSimpleName());
        };
    }

    /** A name server that says there is no such name speaks about the name; one that fails or is silent does not. */
    private static Exchange.Failed unresolved(UnknownHostException unknown) {
        boolean answered =
                switch (unknown.getCause()) {
                    case null -> true;
                    case DnsErrorCauseException error -> DnsResponseCode.NXDOMAIN.equals(error.getCode());
                    default -> false;
                };
        return answered
                ? failed(DNS_FAILED, "the host name has no address")
                : failed(OURS, "no name server could look up the host name");
    }

    private static Exchange.Failed failed(FailureKind kind, String detail) {
        return new Exchange.Failed(kind, detail);
    }
}
