package io.posthorn.dashboard;

import io.posthorn.playground.Received;
import io.posthorn.playground.SignatureCheck;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** An application to try things with: one endpoint, which leads to the playground. */
final class PlaygroundDemo {

    /** Its uid, and its endpoint's. */
    static final String UID = "playground";

    private static final int SHOWN = 6;
    private static final int AT_ONCE = 3;
    private static final int ON_ITS_WAY = 3;
    private static final Query LATEST = Query.none().with("limit", SHOWN).with("with_content", false);

    private final Api api;

    PlaygroundDemo(Api api) {
        this.api = api;
    }

    /**
     * A message of the demo.
     *
     * @param destination what became of it; null where nothing says so yet
     * @param hits the requests that brought it, the first one first
     */
    public record Sent(Members message, @Nullable Members destination, List<Hit> hits) {

        /** What is to be learnt from it. */
        public String lesson() {
            return Lesson.of(hits, status());
        }

        /** The API's number of its state. */
        public int status() {
            return destination != null && destination.get("status") instanceof Number number
                    ? number.intValue()
                    : ON_ITS_WAY;
        }
    }

    /**
     * A request that came.
     *
     * @param signed whether its signature is right
     */
    public record Hit(Received received, boolean signed) {}

    /** Its endpoint; empty before it is made. */
    Mono<Members> endpoint() {
        return api.get(EndpointPath.API, UID, UID)
                .map(Shown::of)
                .onErrorResume(Refusal.class, PlaygroundDemo::ifNotThere);
    }

    /** Its latest messages, with the requests that brought them. */
    Mono<List<Sent>> messages(List<Received> received) {
        return Mono.zip(api.find("/app/{app}/msg", LATEST, UID), api.get(EndpointPath.API + "/secret", UID, UID))
                .flatMap(found -> Flux.fromIterable(Shown.data(found.getT1()))
                        .flatMapSequential(message -> sent(message, received, found.getT2()), AT_ONCE, AT_ONCE)
                        .collectList());
    }

    private Mono<Sent> sent(Members message, List<Received> received, JsonNode secret) {
        String id = String.valueOf(message.get("id"));
        List<Hit> hits = received.reversed().stream()
                .filter(one -> one.messageId().equals(id))
                .map(one -> new Hit(
                        one, SignatureCheck.isRight(one, secret.path("key").asString(""))))
                .toList();
        return api.get("/app/{app}/msg/{msg}/destination", UID, id)
                .map(page -> Shown.data(page).stream()
                        .filter(one -> UID.equals(one.get("uid")))
                        .findAny())
                .map(destination -> new Sent(message, destination.orElse(null), hits));
    }

    /** Makes it, or leads its endpoint here again. */
    Mono<JsonNode> make(String url) {
        return api.post("/app?get_if_exists=true", Map.of("name", "Playground", "uid", UID))
                .then(api.post("/app/{app}/endpoint", endpointTo(url), UID))
                .onErrorResume(
                        Refusal.class,
                        refusal -> refusal.status() == HttpStatus.CONFLICT.value()
                                ? api.send(
                                        HttpMethod.PATCH,
                                        EndpointPath.API,
                                        Map.of("url", url, "disabled", false),
                                        UID,
                                        UID)
                                : Mono.error(refusal));
    }

    private static Map<String, String> endpointTo(String url) {
        return Map.of("url", url, "uid", UID, "description", "The receiver inside Posthorn, for trying things out");
    }

    /** Publishes an example. */
    Mono<JsonNode> publish(long number) {
        Map<String, Object> payload = Map.of("invoice", number, "amount", "19.90", "currency", "EUR");
        return api.post("/app/{app}/msg", Map.of("eventType", "invoice.paid", "payload", payload), UID);
    }

    private static <T> Mono<T> ifNotThere(Refusal refusal) {
        return refusal.status() == HttpStatus.NOT_FOUND.value() ? Mono.empty() : Mono.error(refusal);
    }
}
