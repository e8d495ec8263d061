package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class JsonBodyTests {

    @Test
    void joinsWhatComesInParts() {
        StepVerifier.create(read(Flux.just(buffer("{\"a\""), buffer(":1}")), 7).map(JsonBodyTests::text))
                .expectNext("{\"a\":1}")
                .verifyComplete();
    }

    @Test
    void isNoLongerThanWhatCame() {
        StepVerifier.create(read(Flux.just(buffer("{}")), 7).map(JsonBodyTests::text))
                .expectNext("{}")
                .verifyComplete();
    }

    @Test
    void waitsForNobodyLongerThanItSays() {
        StepVerifier.withVirtualTime(() -> read(Flux.concat(Flux.just(buffer("{")), Flux.never()), 7))
                .expectSubscription()
                .expectNoEvent(JsonBody.ARRIVES_WITHIN.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .verifyErrorSatisfies(
                        error -> assertThat(((Problem) error).status()).isEqualTo(408));
    }

    private static Mono<byte[]> read(Flux<DataBuffer> body, int length) {
        return JsonBody.bytesOfLength(MockServerHttpRequest.post("/").body(body), length, Schedulers.parallel());
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
