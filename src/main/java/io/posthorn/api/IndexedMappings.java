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
 * Finds the operation that a request is for without comparing it with all the others: only those of its method, with as
 * many path segments, and with the same last one or any are looked at. Where that does not find exactly one, all are
 * compared as usual, so the rules, and the errors for what is no operation, are the usual ones.
 */
final class IndexedMappings extends RequestMappingHandlerMapping {

    private volatile Map<Shape, List<Operation>> operations = Map.of();

    /**
     * What requests for an operation have in common.
     *
     * @param last what the path ends with; null where that is not said
     */
    private record Shape(
            HttpMethod method, int pathElements, @Nullable String last) {

        static Shape of(ServerHttpRequest request) {
            return of(request.getMethod(), request.getPath().pathWithinApplication());
        }

        static Shape of(HttpMethod method, PathContainer path) {
            List<PathContainer.Element> elements = path.elements();
            return new Shape(method, elements.size(), elements.isEmpty() ? null : text(elements.getLast()));
        }

        private static String text(PathContainer.Element element) {
            return element instanceof PathContainer.PathSegment segment ? segment.valueToMatch() : element.value();
        }

        Shape withAnyEnd() {
            return new Shape(method, pathElements, null);
        }

        /** Of a pattern: what ends with a variable ends with anything. */
        Shape generalized() {
            return last == null || last.matches("[A-Za-z0-9._/-]*") ? this : withAnyEnd();
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
        PathContainer path = PathContainer.parsePath(pattern.getPatternString());
        for (RequestMethod method : methods.isEmpty() ? Set.of(RequestMethod.values()) : methods) {
            Shape shape = Shape.of(method.asHttpMethod(), path).generalized();
            index.computeIfAbsent(shape, _ -> new ArrayList<>()).add(operation);
        }
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(ServerWebExchange exchange) throws Exception {
        Operation found = null;
        for (Operation operation : candidates(Shape.of(exchange.getRequest()))) {
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

    private List<Operation> candidates(Shape shape) {
        List<Operation> named = operations.getOrDefault(shape, List.of());
        List<Operation> others = operations.getOrDefault(shape.withAnyEnd(), List.of());
        if (others.isEmpty()) {
            return named;
        }
        List<Operation> both = new ArrayList<>(named);
        both.addAll(others);
        return both;
    }
}
