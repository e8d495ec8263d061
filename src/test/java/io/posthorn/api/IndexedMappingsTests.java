package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

class IndexedMappingsTests {

    private final RequestMappingHandlerMapping indexed = over(new IndexedMappings());
    private final RequestMappingHandlerMapping usual = over(new RequestMappingHandlerMapping());

    /** Not static, or the scan of every other test would find it. */
    @Controller
    @ResponseBody
    final class Operations {

        @PostMapping("/app/{app}/msg")
        void publish() {}

        @GetMapping("/app/{app}/msg")
        void list() {}

        @GetMapping("/app/{app}/{what}")
        void anything() {}

        @GetMapping(path = "/app/{app}/msg", headers = "HX-Request")
        void fragment() {}

        @RequestMapping("/app/{app}/any")
        void whateverTheMethod() {}

        @GetMapping({"/here", "/and/there"})
        void inTwoPlaces() {}

        @GetMapping("/app/**")
        void below() {}

        @GetMapping("/files/{*path}")
        void file() {}

        @PostMapping(path = "/typed", consumes = "application/json")
        void typed() {}
    }

    private RequestMappingHandlerMapping over(RequestMappingHandlerMapping mapping) {
        GenericApplicationContext context = new GenericApplicationContext();
        context.registerBean("operations", Operations.class, Operations::new);
        context.refresh();
        mapping.setApplicationContext(context);
        mapping.afterPropertiesSet();
        return mapping;
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /app/a/msg, publish",
        "POST, /app/a/%6dsg, publish",
        "POST, /app/a/msg;v=1, publish",
        "POST, /app/a/msg/, ",
        "GET, /app/a/msg, list",
        "GET, /app/a/other, anything",
        "GET, /app/a/any, ",
        "PUT, /app/a/any, whateverTheMethod",
        "HEAD, /app/a/msg, list",
        "GET, /here, inTwoPlaces",
        "GET, /and/there, inTwoPlaces",
        "GET, /app/a/b/c, below",
        "GET, /files/a/b, file",
        "DELETE, /app/a/msg, ",
        "GET, /nowhere, ",
        "POST, /typed, ",
        "OPTIONS, /app/a/msg, "
    })
    void findsWhatTheUsualMappingFinds(HttpMethod method, String path, @Nullable String expected) {
        String found = find(indexed, method, path);

        assertThat(found).isEqualTo(find(usual, method, path));
        if (expected != null) {
            assertThat(found).startsWith(expected + " ");
        }
    }

    @Test
    void letsHeadersDecide() {
        ServerWebExchange exchange = MockServerWebExchange.from(
                MockServerHttpRequest.get("/app/a/msg").header("HX-Request", "true"));

        assertThat(find(indexed, exchange)).startsWith("fragment ");
    }

    private static String find(HandlerMapping mapping, HttpMethod method, String path) {
        return find(mapping, MockServerWebExchange.from(MockServerHttpRequest.method(method, URI.create(path))));
    }

    /** The method's name, the variables and the pattern, or the error. */
    private static String find(HandlerMapping mapping, ServerWebExchange exchange) {
        return mapping.getHandler(exchange)
                .map(handler -> ((HandlerMethod) handler).getMethod().getName() + " "
                        + exchange.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) + " "
                        + exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
                .onErrorResume(error -> Mono.just(error.toString()))
                .defaultIfEmpty("nothing")
                .toFuture()
                .join();
    }
}
