package io.posthorn.dashboard;

import java.io.ByteArrayOutputStream;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The API's answer to an {@link InnerRequest}, kept. */
final class InnerResponse extends AbstractServerHttpResponse {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    InnerResponse() {
        super(DefaultDataBufferFactory.sharedInstance);
    }

    int status() {
        HttpStatusCode status = getStatusCode();
        return status == null ? 200 : status.value();
    }

    byte[] body() {
        return body.toByteArray();
    }

    @Override
    protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> buffers) {
        return Flux.from(buffers).doOnNext(this::keep).then();
    }

    @Override
    protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> groups) {
        return Flux.from(groups).concatMap(Flux::from).doOnNext(this::keep).then();
    }

    private void keep(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        body.writeBytes(bytes);
    }

    @Override
    public <T> T getNativeResponse() {
        throw new IllegalStateException("an answer from within has nothing native");
    }

    @Override
    protected void applyStatusCode() {
        // Read where it is kept.
    }

    @Override
    protected void applyHeaders() {
        // Nobody sends them.
    }

    @Override
    protected void applyCookies() {
        // Nobody sends them.
    }
}
