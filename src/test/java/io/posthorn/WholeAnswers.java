package io.posthorn;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Test clients that read each answer whole, whether its test asks for the body or not. What a client leaves unread is
 * never given back, and Netty's complaints about that would hide those about the program.
 */
public final class WholeAnswers {

    private WholeAnswers() {}

    /** A client of the server there. */
    public static WebTestClient.Builder from(String baseUrl) {
        return reading(WebTestClient.bindToServer().baseUrl(baseUrl));
    }

    /** The same, over an HTTP client of the test's own. */
    public static WebTestClient.Builder from(String baseUrl, HttpClient client) {
        return reading(WebTestClient.bindToServer(new ReactorClientHttpConnector(client))
                .baseUrl(baseUrl));
    }

    private static WebTestClient.Builder reading(WebTestClient.Builder client) {
        return client.filter((request, next) -> next.exchange(request).flatMap(WholeAnswers::read));
    }

    private static Mono<ClientResponse> read(ClientResponse answer) {
        return DataBufferUtils.join(answer.body(BodyExtractors.toDataBuffers()))
                .map(WholeAnswers::bytes)
                .map(bytes -> with(answer, Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes))))
                .switchIfEmpty(Mono.fromSupplier(() -> with(answer, Flux.empty())));
    }

    private static ClientResponse with(ClientResponse answer, Flux<DataBuffer> body) {
        return answer.mutate().body(_ -> body).build();
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
