package io.posthorn.idempotency;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response whose body is handed to somebody before the first byte leaves. */
final class KeptResponse extends ServerHttpResponseDecorator {

    private static final byte[] NOTHING = {};

    private final Function<byte[], Mono<Void>> keeper;
    private final AtomicBoolean kept = new AtomicBoolean();

    KeptResponse(ServerHttpResponse response, Function<byte[], Mono<Void>> keeper) {
        super(response);
        this.keeper = keeper;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        return DataBufferUtils.join(Flux.from(body))
                .map(KeptResponse::bytesOf)
                .defaultIfEmpty(NOTHING)
                .flatMap(bytes -> keep(bytes).then(Mono.defer(() -> write(bytes))));
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return writeWith(Flux.from(body).concatMap(part -> part));
    }

    @Override
    public Mono<Void> setComplete() {
        return finish();
    }

    /** Hands on that there is no body, unless one was written, and ends the response. */
    Mono<Void> finish() {
        return keep(NOTHING).then(Mono.defer(super::setComplete));
    }

    private Mono<Void> keep(byte[] bytes) {
        return kept.compareAndSet(false, true) ? keeper.apply(bytes) : Mono.empty();
    }

    private Mono<Void> write(byte[] bytes) {
        return super.writeWith(
                bytes.length == 0
                        ? Mono.empty()
                        : Mono.fromSupplier(() -> bufferFactory().wrap(bytes)));
    }

    private static byte[] bytesOf(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
