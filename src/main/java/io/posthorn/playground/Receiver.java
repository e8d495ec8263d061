package io.posthorn.playground;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes requests of this machine and answers them as the playground says. */
final class Receiver {

    private static final int LARGEST_BODY = 64 << 10;
    private static final int MOST_HEADERS = 60;
    private static final int LONGEST_HEADER = 2048;
    private static final Duration LATE = Duration.ofSeconds(3);

    /** Longer than any time-out of an endpoint. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final Playground playground;
    private final Scheduler scheduler;

    Receiver(Playground playground, Scheduler scheduler) {
        this.playground = playground;
        this.scheduler = scheduler;
    }

    Mono<ServerResponse> receive(ServerRequest request) {
        return isFromHere(request)
                ? DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), LARGEST_BODY)
                        .map(Receiver::bytes)
                        .defaultIfEmpty(new byte[0])
                        .map(body -> playground.receive(request.pathVariable("name"), headers(request), body))
                        .flatMap(received -> answer(received.answer()))
                        .onErrorResume(DataBufferLimitException.class, _ -> status(HttpStatus.CONTENT_TOO_LARGE))
                : status(HttpStatus.NOT_FOUND);
    }

    private static boolean isFromHere(ServerRequest request) {
        return request.remoteAddress()
                .map(InetSocketAddress::getAddress)
                .filter(address -> address.isLoopbackAddress())
                .isPresent();
    }

    private Mono<ServerResponse> answer(Answer answer) {
        return switch (answer) {
            case OK -> said(HttpStatus.OK, "Thank you.");
            case ERROR -> said(HttpStatus.INTERNAL_SERVER_ERROR, "The playground was told to fail.");
            case LATE -> Mono.delay(LATE, scheduler).then(said(HttpStatus.OK, "Thank you for waiting."));
            case NONE -> Mono.delay(SILENCE, scheduler).then(status(HttpStatus.GATEWAY_TIMEOUT));
        };
    }

    private static Mono<ServerResponse> said(HttpStatus status, String text) {
        return ServerResponse.status(status).contentType(MediaType.TEXT_PLAIN).bodyValue(text);
    }

    private static Mono<ServerResponse> status(HttpStatus status) {
        return ServerResponse.status(status).build();
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static Map<String, String> headers(ServerRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().asHttpHeaders().headerSet().stream()
                .limit(MOST_HEADERS)
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT), shortened(String.join(", ", header.getValue()))));
        return headers;
    }

    private static String shortened(String value) {
        return value.length() > LONGEST_HEADER ? value.substring(0, LONGEST_HEADER) : value;
    }
}
