package io.posthorn.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.receiver.ScriptedReceiver;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import reactor.netty.http.HttpResources;

/** A client that may dial loopback, a receiver, and results that compare by value. */
@Timeout(30)
abstract class AgainstAScriptedReceiver {

    /** For receivers that never answer. */
    static final Duration DEADLINE = Duration.ofMillis(500);

    /** For receivers that do, however busy the machine is. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    static final Duration DRIP = Duration.ofMillis(50);
    static final byte[] BODY = "{\"n\":1}".getBytes(UTF_8);

    final ScriptedReceiver receiver = ScriptedReceiver.start();
    final WebhookClient client = WebhookClient.open(EgressProperties.allowing("127.0.0.0/8"), HttpResources.get());

    @AfterEach
    void close() {
        assertThat(client.inFlight()).isZero();
        client.close();
        receiver.close();
    }

    void assertFailed(FailureKind kind, String detail) {
        Duration deadline = kind == FailureKind.TIMED_OUT ? DEADLINE : PATIENCE;
        long began = System.nanoTime();

        Failure failure = (Failure) post("/", deadline);

        assertThat(failure.kind()).as(failure.detail()).isEqualTo(kind);
        assertThat(failure.detail()).contains(detail);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    Object post(String path) {
        return post(path, PATIENCE);
    }

    Object post(String path, Duration deadline) {
        return post(receiver.uri(path), deadline);
    }

    Object post(URI uri, Duration deadline) {
        return switch (Objects.requireNonNull(
                client.post(request(uri, deadline)).block())) {
            case Exchange.Answered(int status, var retryAfter, var location, byte[] excerpt, boolean truncated) ->
                new Answer(status, retryAfter, new String(excerpt, ISO_8859_1), truncated);
            case Exchange.Failed(FailureKind kind, String detail) -> new Failure(kind, detail);
        };
    }

    static OutboundRequest request(URI uri, Duration deadline) {
        return new OutboundRequest(
                uri, List.of(new Header("user-agent", "test"), new Header("x-one", "1")), BODY, deadline);
    }

    static Answer answered(int status) {
        return new Answer(status, null, "", false);
    }

    record Answer(int status, @Nullable String retryAfter, String excerpt, boolean truncated) {}

    record Failure(FailureKind kind, String detail) {}
}
