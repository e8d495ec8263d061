package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Looks how far a new installation has come on the way to its first delivery. */
final class FirstSteps {

    private static final int LOOKED_AT = 5;

    private final Api api;
    private final Set<UUID> done = ConcurrentHashMap.newKeySet();

    FirstSteps(Api api) {
        this.api = api;
    }

    /**
     * How far it has come.
     *
     * @param application an application, when there is any
     * @param endpoint whether that has an endpoint
     * @param message whether a message was published to it
     * @param delivered whether its newest message arrived somewhere
     */
    public record Steps(@Nullable String application, boolean endpoint, boolean message, boolean delivered) {

        static final Steps NONE = new Steps(null, false, false, false);
        static final Steps ALL = new Steps("", true, true, true);

        int count() {
            return (endpoint ? 1 : 0) + (message ? 1 : 0) + (delivered ? 1 : 0);
        }

        /** Whether there is nothing left to explain. */
        public boolean done() {
            return application != null && endpoint && message && delivered;
        }
    }

    /** The furthest that any of the oldest applications has come; once that is the end, nobody looks again. */
    Mono<Steps> look(Caller caller) {
        return done.contains(caller.organizationId())
                ? Mono.just(Steps.ALL)
                : furthest().doOnNext(steps -> remember(caller, steps));
    }

    private Mono<Steps> furthest() {
        return api.find("/app", Query.none().with("limit", LOOKED_AT))
                .flatMapIterable(page -> page.path("data"))
                .concatMap(application -> of(application.path("id").asString("")), 1)
                .reduce((one, other) -> other.count() > one.count() ? other : one)
                .defaultIfEmpty(Steps.NONE);
    }

    private void remember(Caller caller, Steps steps) {
        if (steps.done()) {
            done.add(caller.organizationId());
        }
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
