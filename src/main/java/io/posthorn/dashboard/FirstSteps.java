package io.posthorn.dashboard;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Looks how far a new installation has come on the way to its first delivery. */
final class FirstSteps {

    private final Api api;

    FirstSteps(Api api) {
        this.api = api;
    }

    /**
     * How far it has come.
     *
     * @param application the newest application, when there is any
     * @param endpoint whether that has an endpoint
     * @param message whether a message was published to it
     * @param delivered whether its newest message arrived somewhere
     */
    public record Steps(@Nullable String application, boolean endpoint, boolean message, boolean delivered) {

        static final Steps NONE = new Steps(null, false, false, false);

        /** Whether there is nothing left to explain. */
        public boolean done() {
            return application != null && endpoint && message && delivered;
        }
    }

    Mono<Steps> look() {
        return api.find("/app", Query.none().with("limit", 1).with("order", "descending"))
                .map(page -> page.at("/data/0/id").asString(""))
                .filter(id -> !id.isEmpty())
                .flatMap(this::of)
                .defaultIfEmpty(Steps.NONE);
    }

    private Mono<Steps> of(String application) {
        Query one = Query.none().with("limit", 1);
        Mono<Boolean> endpoint =
                api.find("/app/{app}/endpoint", one, application).map(FirstSteps::isSome);
        Mono<JsonNode> message = api.find("/app/{app}/msg", one, application);
        return Mono.zip(endpoint, message.flatMap(page -> arrived(application, page)))
                .map(found -> new Steps(
                        application,
                        found.getT1(),
                        found.getT2().published(),
                        found.getT2().delivered()));
    }

    private Mono<Arrival> arrived(String application, JsonNode messages) {
        if (!isSome(messages)) {
            return Mono.just(new Arrival(false, false));
        }
        return api.find(
                        "/app/{app}/attempt/msg/{msg}",
                        Query.none().with("limit", 1).with("status", 0),
                        application,
                        messages.at("/data/0/id").asString(""))
                .map(attempts -> new Arrival(true, isSome(attempts)));
    }

    private static boolean isSome(JsonNode page) {
        return !page.path("data").isEmpty();
    }

    private record Arrival(boolean published, boolean delivered) {}
}
