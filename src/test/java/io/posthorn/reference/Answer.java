package io.posthorn.reference;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.ExchangeResult;

/** An answer as the contract looks at it. */
record Answer(ExchangeResult exchange) {

    private static final int SHOWN = 2000;

    int status() {
        return exchange.getStatus().value();
    }

    boolean isHead() {
        return exchange.getMethod() == HttpMethod.HEAD;
    }

    boolean isOptions() {
        return exchange.getMethod() == HttpMethod.OPTIONS;
    }

    @Nullable
    String header(String name) {
        return exchange.getResponseHeaders().getFirst(name);
    }

    boolean hasType(String mediaType) {
        MediaType type = exchange.getResponseHeaders().getContentType();
        return type != null && type.equalsTypeAndSubtype(MediaType.parseMediaType(mediaType));
    }

    byte[] body() {
        byte[] body = exchange.getResponseBodyContent();
        return body == null ? new byte[0] : body;
    }

    AssertionError fault(String what) {
        String text = new String(body(), StandardCharsets.UTF_8);
        return new AssertionError("%s %s was answered with %d, but\n  %s\n%s"
                .formatted(
                        exchange.getMethod(),
                        exchange.getUrl(),
                        status(),
                        what,
                        text.substring(0, Math.min(SHOWN, text.length()))));
    }
}
