package io.posthorn.access;

import io.posthorn.api.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
        return Mono.justOrEmpty(exchange.<Caller>getAttribute(ATTRIBUTE))
                .switchIfEmpty(Mono.error(AuthenticationFilter::missingKey))
                .<Object>map(caller -> permitted(caller, parameter.getMethodAnnotation(Requires.class)));
    }

    /** Nobody is permitted what no annotation speaks of. */
    private static Caller permitted(Caller caller, @Nullable Requires required) {
        if (required == null || !caller.may(required.value())) {
            throw Problem.forbidden(
                    "The key '" + caller.name() + "' may not do this: it lacks the permission " + nameOf(required)
                            + ". Use a key that has it; who manages the keys of this installation can make one.");
        }
        return caller;
    }

    private static String nameOf(@Nullable Requires required) {
        return required == null
                ? "of any operation"
                : required.value().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
