package io.posthorn.api;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The bytes of a request that is to be one JSON document, refused before they are read where that is possible. */
public final class JsonBody {

    private JsonBody() {}

    /**
     * What a body, or the next part of one that is read in parts, may take to arrive; a caller who sends a byte now and
     * then must not hold a connection for ever.
     */
    static final Duration ARRIVES_WITHIN = Duration.ofSeconds(30);

    /**
     * The whole body.
     *
     * @param maxBytes the most this path takes
     * @return errors with a problem: 413 when it is larger, 415 when it is not plain JSON, 400 when it is empty
     */
    public static Mono<byte[]> read(ServerHttpRequest request, int maxBytes) {
        refuseOtherForms(request.getHeaders());
        return bytes(request, maxBytes).filter(body -> body.length > 0).switchIfEmpty(Mono.error(JsonBody::empty));
    }

    /** The same where the body may be left out: empty then. */
    public static Mono<byte[]> readIfAny(ServerHttpRequest request, int maxBytes) {
        return bytes(request, maxBytes)
                .filter(body -> body.length > 0)
                .doOnNext(_ -> refuseOtherForms(request.getHeaders()));
    }

    /**
     * The whole body, whatever it is; empty when there is none.
     *
     * @return errors with a problem: 413 when it is larger than that, 408 when it takes too long to arrive
     */
    public static Mono<byte[]> bytes(ServerHttpRequest request, int maxBytes) {
        if (request.getHeaders().getContentLength() > maxBytes) {
            return Mono.error(Problem.tooLarge(maxBytes));
        }
        return DataBufferUtils.join(request.getBody(), maxBytes)
                .timeout(ARRIVES_WITHIN, tooSlow())
                .onErrorMap(DataBufferLimitException.class, _ -> Problem.tooLarge(maxBytes))
                .map(JsonBody::bytesOf);
    }

    /**
     * The whole body of a request that says how long it is.
     *
     * @param length the bytes that are to come
     * @param deadlines keeps the time that they may take
     * @return errors with a problem 408 when it takes too long to arrive
     */
    public static Mono<byte[]> bytesOfLength(ServerHttpRequest request, int length, Scheduler deadlines) {
        return request.getBody()
                .collect(() -> ByteBuffer.allocate(length), JsonBody::take)
                .timeout(ARRIVES_WITHIN, tooSlow(), deadlines)
                .map(whole -> whole.hasRemaining() ? Arrays.copyOf(whole.array(), whole.position()) : whole.array());
    }

    /**
     * The body in parts as they come, however long it is.
     *
     * @return errors with a problem 408 when the next part takes too long to arrive
     */
    public static Flux<byte[]> parts(ServerHttpRequest request) {
        return request.getBody()
                .timeout(ARRIVES_WITHIN, tooSlow())
                .map(JsonBody::bytesOf)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
    }

    private static void take(ByteBuffer whole, DataBuffer part) {
        try {
            int length = part.readableByteCount();
            part.toByteBuffer(part.readPosition(), whole, whole.position(), length);
            whole.position(whole.position() + length);
        } finally {
            DataBufferUtils.release(part);
        }
    }

    /** An error to go on with: a time-out without one spells out all that it waits for, each time it is set. */
    private static <T> Mono<T> tooSlow() {
        return Mono.error(() -> Problem.tooSlow(ARRIVES_WITHIN));
    }

    /**
     * Does nothing for plain JSON in UTF-8.
     *
     * @throws Problem 415 for every other form
     */
    public static void refuseOtherForms(HttpHeaders headers) {
        String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.unsupportedMediaType("The body's Content-Encoding is " + Violation.shown(encoding)
                    + "; send it plain, without that header.");
        }
        MediaType type = contentType(headers);
        if (type != null && !isJson(type)) {
            throw Problem.unsupportedMediaType("The body's Content-Type is " + Violation.shown(type.toString())
                    + "; send application/json in UTF-8.");
        }
    }

    private static @Nullable MediaType contentType(HttpHeaders headers) {
        try {
            return headers.getContentType();
        } catch (InvalidMediaTypeException _) {
            throw Problem.unsupportedMediaType("The Content-Type header cannot be read; send application/json.");
        }
    }

    private static boolean isJson(MediaType type) {
        Charset charset = type.getCharset();
        boolean json = type.getType().equals("application")
                && (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"));
        return json && (charset == null || charset.equals(StandardCharsets.UTF_8));
    }

    private static byte[] bytesOf(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static Problem empty() {
        return Problem.malformed("The request has no body. Send a JSON object.");
    }
}
