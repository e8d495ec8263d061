package io.posthorn.dashboard;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The REST API, asked from within the process as whoever is signed in. All that pages show and do goes this way, so
 * pages can do what the API can, permit what it permits and say what it says. Refusals arrive as {@link Refusal}.
 */
final class Api {

    private static final String ROOT = "/api/v1";
    private static final int FIRST_REFUSAL = 400;

    private final ObjectProvider<HttpHandler> server;
    private final JsonMapper json;

    /** @param server asked late, because pages are a part of it */
    Api(ObjectProvider<HttpHandler> server, JsonMapper json) {
        this.server = server;
        this.json = json;
    }

    /**
     * What the API says.
     *
     * @param path below {@code /api/v1}, with {@code {}} for each of the values, which are encoded
     */
    Mono<JsonNode> get(String path, Object... values) {
        return ask(HttpMethod.GET, uri(path, values), null).map(this::tree);
    }

    /** The same with query parameters; those without a value are left out. */
    Mono<JsonNode> find(String path, Query query, Object... values) {
        return ask(HttpMethod.GET, query.on(uri(path, values)), null).map(this::tree);
    }

    /** The bytes of an answer as they are. */
    Mono<byte[]> bytes(String path, Object... values) {
        return ask(HttpMethod.GET, uri(path, values), null);
    }

    Mono<JsonNode> post(String path, Object body, Object... values) {
        return send(HttpMethod.POST, path, body, values);
    }

    /** A POST, PUT, PATCH or DELETE; without a body when it is null. */
    Mono<JsonNode> send(HttpMethod method, String path, @Nullable Object body, Object... values) {
        return ask(method, uri(path, values), body == null ? null : json.writeValueAsString(body))
                .map(this::tree);
    }

    /** Cancelling statements leaves connections in doubt; behind a cache a page that is left only stops watching. */
    private Mono<byte[]> ask(HttpMethod method, URI uri, @Nullable String body) {
        return Mono.defer(() -> {
            InnerResponse response = new InnerResponse();
            return server.getObject()
                    .handle(InnerRequest.of(method, uri, body), response)
                    .then(Mono.defer(() -> answer(response)))
                    .cache();
        });
    }

    private Mono<byte[]> answer(InnerResponse response) {
        return response.status() < FIRST_REFUSAL
                ? Mono.just(response.body())
                : Mono.error(Refusal.of(response.status(), tree(response.body())));
    }

    private JsonNode tree(byte[] body) {
        return body.length == 0 ? json.missingNode() : json.readTree(body);
    }

    private static URI uri(String path, Object... values) {
        return UriComponentsBuilder.fromUriString(ROOT + path)
                .encode(StandardCharsets.UTF_8)
                .build(values);
    }
}
