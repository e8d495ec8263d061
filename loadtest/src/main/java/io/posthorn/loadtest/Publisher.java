package io.posthorn.loadtest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import java.util.Collections;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Posts single messages to a Posthorn, with the headers that the SDKs send. */
final class Publisher {

    private static final int ACCEPTED = 202;
    private static final byte[] HEAD =
            ("{\"eventType\":\"" + Posthorn.EVENT_TYPE + "\",\"payload\":").getBytes(US_ASCII);

    private final HttpClient client;

    Publisher(String baseUrl, String key, int connections) {
        ConnectionProvider pool = ConnectionProvider.builder("publisher")
                .maxConnections(connections)
                .pendingAcquireMaxCount(-1)
                .build();
        this.client = HttpClient.create(pool)
                .disableRetry(true)
                .baseUrl(baseUrl)
                .headers(headers -> headers.set("authorization", "Bearer " + key)
                        .set("content-type", "application/json")
                        .set("accept", "application/json")
                        .set("user-agent", "posthorn-loadtest"));
    }

    /** Posts the document of this number; true when it was accepted. */
    Mono<Boolean> publish(String application, long sequence) {
        return client.headers(headers -> headers.set("idempotency-key", "auto_" + PostRequests.randomUuid()))
                .post()
                .uri("/api/v1/app/" + application + "/msg")
                .send(Mono.just(Unpooled.wrappedBuffer(body(sequence))))
                .responseSingle((response, body) ->
                        body.asByteArray().thenReturn(response.status().code() == ACCEPTED));
    }

    /** Posts so many documents in one request; true when all were accepted. */
    Mono<Boolean> publishBatch(String application, int count) {
        String message = new String(body(0), US_ASCII);
        String batch = "[" + String.join(",", Collections.nCopies(count, message)) + "]";
        return client.headers(headers -> headers.set("idempotency-key", "auto_" + PostRequests.randomUuid()))
                .post()
                .uri("/api/v1/app/" + application + "/msg/batch")
                .send(Mono.just(Unpooled.wrappedBuffer(batch.getBytes(US_ASCII))))
                .responseSingle((response, body) ->
                        body.asByteArray().thenReturn(response.status().code() == ACCEPTED));
    }

    private static byte[] body(long sequence) {
        byte[] body = new byte[HEAD.length + Payloads.SIZE + 1];
        System.arraycopy(HEAD, 0, body, 0, HEAD.length);
        System.arraycopy(Payloads.of(sequence), 0, body, HEAD.length, Payloads.SIZE);
        body[body.length - 1] = '}';
        return body;
    }
}
