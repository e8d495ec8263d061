package io.posthorn.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the operation that a request is for without comparing it with all the others: only those of its method and with
 * as many path segments are looked at. Where that does not find exactly one, all are compared as usual, so the rules,
 * and the errors for what is no operation, are the usual ones.
 */
final class IndexedMappings extends RequestMappingHandlerMapping {

    private volatile Map<Shape, List<Operation>> operations = Map.of();

    /** What requests for an operation have in common. */
    private record Shape(HttpMethod method, int pathElements) {

        static Shape of(ServerHttpRequest request) {
            return new Shape(request.getMethod(), elements(request.getPath().pathWithinApplication()));
        }
    }

    private record Operation(RequestMappingInfo mapping, HandlerMethod method) {}

    @Override
    public void afterPropertiesSet() {
        super.afterPropertiesSet();
        Map<Shape, List<Operation>> index = new HashMap<>();
        getHandlerMethods().forEach((mapping, method) -> {
            for (PathPattern pattern : mapping.getPatternsCondition().getPatterns()) {
                add(index, pattern, new Operation(mapping, method));
            }
        });
        operations = index;
    }

    private static void add(Map<Shape, List<Operation>> index, PathPattern pattern, Operation operation) {
        Set<RequestMethod> methods = operation.mapping().getMethodsCondition().getMethods();
        if (pattern.getPatternString().contains("**")
                || pattern.getPatternString().contains("{*")) {
            // What matches any number of segments loses against what names them.
            return;
        }
        int elements = elements(PathContainer.parsePath(pattern.getPatternString()));
        for (RequestMethod method : methods.isEmpty() ? Set.of(RequestMethod.values()) : methods) {
            index.computeIfAbsent(new Shape(method.asHttpMethod(), elements), _ -> new ArrayList<>())
                    .add(operation);
        }
    }

    private static int elements(PathContainer path) {
        return path.elements().size();
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(ServerWebExchange exchange) throws Exception {
        Operation found = null;
        for (Operation operation : operations.getOrDefault(Shape.of(exchange.getRequest()), List.of())) {
            RequestMappingInfo match = operation.mapping().getMatchingCondition(exchange);
            if (match != null && found != null) {
                return super.lookupHandlerMethod(exchange);
            }
            found = match == null ? found : new Operation(match, operation.method());
        }
        if (found == null) {
            return super.lookupHandlerMethod(exchange);
        }
        exchange.getAttributes().put(BEST_MATCHING_HANDLER_ATTRIBUTE, found.method());
        handleMatch(found.mapping(), found.method(), exchange);
        return found.method();
    }
}
