package io.posthorn.access;

import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Hands the authenticated {@link Caller} to controller methods; refuses where nobody was authenticated. */
final class CallerResolver implements HandlerMethodArgumentResolver {

    static final String ATTRIBUTE = Caller.class.getName();

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        return Mono.justOrEmpty(exchange.<Object>getAttribute(ATTRIBUTE))
                .switchIfEmpty(Mono.error(AuthenticationFilter::missingKey));
    }
}
