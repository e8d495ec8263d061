package io.posthorn.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.PosthornTest;
import io.posthorn.access.Requires;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** The document and the routes say the same, in both directions. */
@PosthornTest
class DocumentAgreementIntegrationTests {

    /** HEAD comes with every GET; only health has words of its own for it. */
    private static final String IMPLIED = "HEAD";

    private static final String API = "/api/v1/";

    private final Map<String, Operation> documented = new TreeMap<>();
    private final Map<String, HandlerMethod> registered = new TreeMap<>();
    private final ObjectProvider<RouterFunction<?>> functions;

    DocumentAgreementIntegrationTests(
            @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
            @Autowired ObjectProvider<RouterFunction<?>> functions) {
        this.functions = functions;
        Operation.all(JoinedDocument.read("test"))
                .forEach(operation -> documented.put(
                        operation.method().toUpperCase(Locale.ROOT) + " " + operation.path(), operation));
        mapping.getHandlerMethods()
                .forEach((info, method) -> names(info).forEach(name -> registered.put(name, method)));
    }

    private static Stream<String> names(RequestMappingInfo info) {
        return info.getPatternsCondition().getPatterns().stream()
                .map(pattern -> pattern.getPatternString().replaceFirst("/$", ""))
                .filter(path -> path.startsWith(API))
                .distinct()
                .flatMap(
                        path -> info.getMethodsCondition().getMethods().stream().map(method -> method + " " + path));
    }

    @Test
    void everyRouteIsDocumented() {
        assertThat(registered).isNotEmpty();
        assertThat(documented).containsKeys(registered.keySet().toArray(String[]::new));
    }

    @Test
    void everyDocumentedOperationIsThere() {
        Set<String> missing = documented.entrySet().stream()
                .filter(entry -> !registered.containsKey(entry.getKey()))
                .filter(entry -> !entry.getKey().startsWith(IMPLIED))
                .map(entry -> id(entry.getValue()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(missing).as("documented operations that do not answer").isEmpty();
    }

    @Test
    void permissionsAreTheOnesThatTheCodeAsksFor() {
        documented.forEach((name, operation) -> {
            HandlerMethod method = registered.get(name);
            if (method != null) {
                assertThat(permission(method))
                        .as(name)
                        .isEqualTo(
                                operation.node().path("x-posthorn-permission").stringValue("none"));
            }
        });
    }

    @Test
    void nothingIsServedPastTheControllers() {
        assertThat(functions.stream().map(Object::toString)).noneMatch(function -> function.contains("/api"));
    }

    private static String permission(HandlerMethod method) {
        Requires requires = method.getMethodAnnotation(Requires.class);
        return requires == null
                ? "none"
                : requires.value().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String id(Operation operation) {
        return operation.node().path("operationId").stringValue("");
    }
}
