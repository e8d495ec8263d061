package io.posthorn.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class KnownCallersTests {

    private static final InetSocketAddress REMOTE = new InetSocketAddress("192.0.2.1", 4711);
    private static final Caller PUBLISHER = caller(Permission.PUBLISH, 0);
    private static final Caller READER = caller(Permission.READ, 0);
    private static final Caller LIMITED = caller(Permission.PUBLISH, 1);

    private final AtomicLong nanos = new AtomicLong();
    private final FailedSignIns failures = new FailedSignIns(nanos::get);
    private final KnownCallers known =
            KnownCallersStand.of(Map.of("publisher", PUBLISHER, "reader", READER, "limited", LIMITED), failures);
    private final MockServerHttpResponse response = new MockServerHttpResponse();

    @Test
    void letsInWhomItRemembers() {
        assertThat(admit("Bearer publisher")).contains(PUBLISHER);
    }

    @Test
    void letsInNobodyElse() {
        assertThat(admit("Bearer stranger")).isEmpty();
        assertThat(admit("Basic publisher")).isEmpty();
        assertThat(admit(null)).isEmpty();
    }

    @Test
    void letsInNobodyWhoMayNotDoThis() {
        assertThat(admit("Bearer reader")).isEmpty();
    }

    @Test
    void countsTheRequestsOfAKeyThatHasALimit() {
        assertThat(admit("Bearer limited")).contains(LIMITED);
        assertThat(response.getHeaders().getFirst("RateLimit")).isEqualTo("\"key\";r=0;t=1");
        assertThat(admit("Bearer limited")).isEmpty();
    }

    @Test
    void letsInNobodyFromWhereTooManyKeysWereTried() {
        for (int i = 0; i < 60; i++) {
            failures.failed(REMOTE);
        }
        assertThat(admit("Bearer publisher")).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(admit("Bearer publisher")).contains(PUBLISHER);
    }

    @Test
    void remembersWhatWasFoundForAsLongAsItIsFresh() {
        Sinks.One<String> answer = Sinks.one();
        FreshLookups<String> lookups = new FreshLookups<>(_ -> answer.asMono(), nanos::get);

        assertThat(lookups.recall("key")).as("never looked up").isNull();
        StepVerifier.create(lookups.find("key"))
                .then(() -> assertThat(lookups.recall("key")).as("not answered").isNull())
                .then(() -> answer.tryEmitValue("found"))
                .expectNext("found")
                .verifyComplete();
        nanos.set(499_000_000L);
        assertThat(lookups.recall("key")).isEqualTo("found");
        nanos.set(500_000_000L);
        assertThat(lookups.recall("key")).as("too old").isNull();
    }

    @Test
    void remembersNobodyWhoWasNotFound() {
        FreshLookups<String> lookups = new FreshLookups<>(
                key -> key.equals("bad") ? Mono.error(new IllegalStateException("away")) : Mono.empty(), nanos::get);
        StepVerifier.create(lookups.find("none")).verifyComplete();
        StepVerifier.create(lookups.find("bad")).verifyError();

        assertThat(lookups.recall("none")).isNull();
        assertThat(lookups.recall("bad")).isNull();
    }

    private Optional<Caller> admit(@Nullable String authorization) {
        MockServerHttpRequest.BaseBuilder<?> request =
                MockServerHttpRequest.post("/").remoteAddress(REMOTE);
        if (authorization != null) {
            request.header(HttpHeaders.AUTHORIZATION, authorization);
        }
        return known.admit(request.build(), response, Permission.PUBLISH);
    }

    private static Caller caller(Permission permission, int perSecond) {
        Credential credential = new Credential(Credential.Kind.API_KEY, "key_" + permission + perSecond, perSecond);
        return new Caller(new UUID(0, 1), "a key", Set.of(permission), null, credential);
    }
}
