package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A message: its bytes, who got it, who did not and why, and every attempt. */
@Controller
@RequestMapping("/dashboard/applications/{app}/messages/{msg}")
final class MessagePageController {

    private static final String MESSAGE = "/app/{app}/msg/{msg}";
    private static final int AT_ONCE = 4;
    private static final int MOST = 100;

    private final Api api;
    private final Live live;

    MessagePageController(Api api, Live live) {
        this.api = api;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller, @PathVariable String app, @PathVariable String msg) {
        return view("message", app, msg);
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(Caller caller, @PathVariable String app, @PathVariable String msg) {
        return view("message :: now", app, msg);
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(
            Caller caller, @PathVariable String app, @PathVariable String msg, ServerWebExchange exchange) {
        return live.looks(exchange, api.get(MESSAGE + "/destination", app, msg));
    }

    private Mono<Rendering> view(String template, String app, String msg) {
        Query most = Query.none().with("limit", MOST);
        return Mono.zip(
                        api.get("/app/{app}", app),
                        api.bytes(MESSAGE, app, msg),
                        api.get(MESSAGE, app, msg),
                        api.find(MESSAGE + "/destination", most, app, msg),
                        api.find("/app/{app}/attempt/msg/{msg}", most, app, msg))
                .map(found -> View.of(template)
                        .with("app", Shown.of(found.getT1()))
                        .with("payload", Json.member(found.getT2(), "payload"))
                        .with("message", Shown.of(found.getT3()))
                        .with("destinations", Shown.data(found.getT4()))
                        .with("attempts", byEndpoint(found.getT5()))
                        .show());
    }

    private static Map<String, List<Members>> byEndpoint(JsonNode attempts) {
        return Shown.data(attempts).stream()
                .collect(Collectors.groupingBy(attempt -> String.valueOf(attempt.get("endpointId"))));
    }

    /** What one attempt sent: its headers, credentials masked, and the exact bytes. */
    @Requires(Permission.READ)
    @GetMapping("/attempts/{attempt}/{endpoint}")
    Mono<Rendering> sent(
            Caller caller,
            @PathVariable String app,
            @PathVariable String msg,
            @PathVariable String attempt,
            @PathVariable String endpoint) {
        return Mono.zip(
                        api.get(MESSAGE + "/attempt/{attempt}/headers", app, msg, attempt),
                        api.get(MESSAGE + "/endpoint/{endpoint}/body", app, msg, endpoint))
                .map(found -> View.of("message :: sent")
                        .with("headers", Shown.of(found.getT1()))
                        .with("body", Shown.of(found.getT2()))
                        .show())
                .onErrorResume(
                        Refusal.class,
                        refusal -> Mono.just(View.of("message :: sent")
                                .with("wrong", refusal.sentence())
                                .show()));
    }

    @Requires(Permission.READ)
    @GetMapping("/curl/{endpoint}")
    Mono<Rendering> curl(
            Caller caller, @PathVariable String app, @PathVariable String msg, @PathVariable String endpoint) {
        Query signed = Query.none().with("sign", caller.may(Permission.READ_SECRETS));
        return api.find(MESSAGE + "/endpoint/{endpoint}/curl", signed, app, msg, endpoint)
                .map(found -> View.of("message :: curl")
                        .with("curl", found.path("curl").asString(""))
                        .with("endpoint", endpoint)
                        .show());
    }

    /** To the endpoints that are named, each as if it were asked for alone. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/resend")
    Mono<Rendering> resend(
            Caller caller, @PathVariable String app, @PathVariable String msg, ServerWebExchange exchange) {
        return exchange.getFormData()
                .flatMapIterable(data -> new Fields(data).all("endpoint"))
                .flatMap(endpoint -> again(app, msg, endpoint), AT_ONCE, AT_ONCE)
                .then(Mono.fromSupplier(
                        () -> View.redirect("/dashboard/applications/" + app + "/messages/" + msg, Said.RESENT)));
    }

    private Mono<JsonNode> again(String app, String msg, String endpoint) {
        return api.send(HttpMethod.POST, MESSAGE + "/endpoint/{endpoint}/resend", null, app, msg, endpoint);
    }
}
