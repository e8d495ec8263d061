package io.posthorn.loadtest;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A receiver in the tool's own process, on whose clock the messages also leave. */
final class Arrivals implements AutoCloseable {

    private final AtomicReference<@Nullable Journey> journey = new AtomicReference<>();
    private final DisposableServer server;

    Arrivals() {
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asByteArray()
                        .doOnNext(this::note)
                        .then(response.send().then()))
                .bindNow();
    }

    private void note(byte[] payload) {
        Journey current = journey.get();
        if (current != null) {
            current.arrived((int) Payloads.sequenceOf(payload));
        }
    }

    /** What arrives from now on belongs to this journey. */
    void belongTo(Journey next) {
        journey.set(next);
    }

    /** Where it listens; without a slash at the end. */
    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
