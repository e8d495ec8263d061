package io.posthorn.api;

import java.time.Duration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Knows how far a request's body has been read, which the server gives out once. An answer that leaves before its
 * request has come whole would have the next request on the connection lose its body.
 */
final class BodyWatchFilter implements WebFilter {

    private static final String STATE = BodyWatchFilter.class.getName();
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(1);
    private static final int DRAINED_BYTES = 64 * 1024;

    private enum State {
        BEGUN,
        COMPLETE,
        DRAINED
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!hasBody(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        ServerHttpRequest watched = new ServerHttpRequestDecorator(exchange.getRequest()) {
            @Override
            public Flux<DataBuffer> getBody() {
                return Flux.defer(() -> watched(exchange, super.getBody()));
            }
        };
        return chain.filter(exchange.mutate().request(watched).build());
    }

    private static Flux<DataBuffer> watched(ServerWebExchange exchange, Flux<DataBuffer> body) {
        if (exchange.getAttribute(STATE) == State.DRAINED) {
            // The answer is decided, and nobody waits for whoever still asks.
            return Flux.never();
        }
        exchange.getAttributes().put(STATE, State.BEGUN);
        return body.doOnComplete(() -> exchange.getAttributes().put(STATE, State.COMPLETE));
    }

    /**
     * To be waited for before a refusal leaves: the rest of a small request is read; where that cannot be, the answer
     * ends the connection. With a large request it must not: who is still sending would be cut off before reading why.
     */
    static Mono<Void> settled(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        Object state = exchange.getAttribute(STATE);
        boolean large = request.getHeaders().getContentLength() > DRAINED_BYTES;
        if (!hasBody(request) || state == State.COMPLETE || large) {
            return Mono.empty();
        }
        if (state != null) {
            return Mono.fromRunnable(() -> endConnection(exchange));
        }
        exchange.getAttributes().put(STATE, State.DRAINED);
        return request.getBody()
                .doOnNext(DataBufferUtils::release)
                .then()
                .timeout(DRAINED_WITHIN)
                .onErrorResume(_ -> Mono.fromRunnable(() -> endConnection(exchange)));
    }

    private static boolean hasBody(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
    }

    private static void endConnection(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().setConnection("close");
    }
}
