package io.posthorn.dashboard;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The event types that customers choose from. */
@Component
final class PortalCatalogue {

    private static final int MOST = 250;
    private static final String ANY_URL = "https://example.com/";

    private final Api api;

    PortalCatalogue(Api api) {
        this.api = api;
    }

    /** All that are not archived, by name. */
    Mono<List<Members>> types() {
        return api.find("/event-type", Query.none().with("limit", MOST)).map(Shown::data);
    }

    /** One with its schema, and an example of what is sent; without one where none can be made. */
    Mono<View> on(View view, String app, String name) {
        Mono<String> example = api.post("/app/{app}/endpoint/preview", Map.of("url", ANY_URL, "eventType", name), app)
                .map(made -> Json.indented(made.path("body").asString("")))
                .onErrorReturn(Refusal.class, "");
        return api.get("/event-type/{name}", name).zipWith(example, (type, body) -> view.with("type", Shown.of(type))
                .with("schema", newest(type.path("schemas")))
                .with("example", body));
    }

    private static String newest(JsonNode schemas) {
        String last = "";
        for (JsonNode schema : schemas) {
            last = Shown.pretty(schema);
        }
        return last;
    }
}
