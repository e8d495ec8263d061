package io.posthorn.api;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Reads {@link PageRequest} parameters of controller methods from the query. */
final class PageRequestResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == PageRequest.class;
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        return Mono.fromCallable(() -> read(exchange.getRequest().getQueryParams()));
    }

    static PageRequest read(MultiValueMap<String, String> query) {
        String iterator = query.getFirst("iterator");
        boolean backward = iterator != null && iterator.startsWith("-");
        String cursor = iterator != null && backward ? iterator.substring(1) : iterator;
        return new PageRequest(
                limit(query.getFirst("limit")),
                cursor == null || cursor.isEmpty() ? null : cursor,
                backward,
                descends(query.getFirst("order")));
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return PageRequest.DEFAULT_LIMIT;
        }
        int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > PageRequest.MAX_LIMIT) {
            throw Problem.invalidQuery(
                    "limit", "must be a whole number from 1 to 250, but is " + Violation.shown(text));
        }
        return limit;
    }

    private static boolean descends(@Nullable String order) {
        return switch (order) {
            case null -> false;
            case "ascending" -> false;
            case "descending" -> true;
            default ->
                throw Problem.invalidQuery(
                        "order", "must be ascending or descending, but is " + Violation.shown(order));
        };
    }
}
