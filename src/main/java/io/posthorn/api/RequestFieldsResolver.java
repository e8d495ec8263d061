package io.posthorn.api;

import org.springframework.core.MethodParameter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Reads {@link RequestFields} parameters of controller methods: a JSON body of at most 256 KiB. */
final class RequestFieldsResolver implements HandlerMethodArgumentResolver {

    static final int MAX_BYTES = 256 * 1024;

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == RequestFields.class;
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        return Mono.defer(() -> read(exchange.getRequest()));
    }

    private static Mono<Object> read(ServerHttpRequest request) {
        return JsonBody.read(request, MAX_BYTES).map(RequestFields::parse);
    }
}
