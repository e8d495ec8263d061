package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
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

/** One message of a customer: what it says, and every attempt to deliver it. */
@Controller
@PortalPage
@RequestMapping(PortalPath.APP + "/activity/{msg}")
final class PortalMessageController {

    private static final String MESSAGE = "/app/{app}/msg/{msg}";
    private static final int MOST = 100;

    private final Api api;
    private final ApplicationHead head;
    private final Live live;

    PortalMessageController(Api api, ApplicationHead head, Live live) {
        this.api = api;
        this.head = head;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller, @PathVariable String app, @PathVariable String msg) {
        return view("portal/message", app, msg);
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(Caller caller, @PathVariable String app, @PathVariable String msg) {
        return view("portal/message :: now", app, msg);
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
                        api.bytes(MESSAGE, app, msg),
                        api.get(MESSAGE, app, msg),
                        api.find(MESSAGE + "/destination", most, app, msg),
                        api.find("/app/{app}/attempt/msg/{msg}", most, app, msg))
                .map(found -> View.of(template)
                        .with("payload", Json.member(found.getT1(), "payload"))
                        .with("message", Shown.of(found.getT2()))
                        .with("destinations", Shown.data(found.getT3()))
                        .with("attempts", byEndpoint(found.getT4())))
                .flatMap(view -> head.on(view, app, "activity"))
                .map(View::show);
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
        View view = View.of("message :: sent");
        return api.get(MESSAGE + "/attempt/{attempt}/headers", app, msg, attempt)
                .map(headers -> view.with("headers", Shown.of(headers)))
                .flatMap(with -> api.get(MESSAGE + "/endpoint/{endpoint}/body", app, msg, endpoint)
                        .map(body -> with.with("body", Shown.of(body)))
                        .onErrorResume(
                                PortalMessageController::isGone,
                                refusal -> Mono.just(with.with("wrong", refusal.getMessage()))))
                .map(View::show);
    }

    /** The content may be expunged, or the endpoint deleted, while the attempt is still on record. */
    private static boolean isGone(Throwable thrown) {
        return thrown instanceof Refusal refusal && refusal.status() < HttpStatus.INTERNAL_SERVER_ERROR.value();
    }

    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/resend/{endpoint}")
    Mono<Rendering> resend(
            Caller caller, @PathVariable String app, @PathVariable String msg, @PathVariable String endpoint) {
        return api.send(HttpMethod.POST, MESSAGE + "/endpoint/{endpoint}/resend", null, app, msg, endpoint)
                .map(_ -> View.redirect(PortalPath.of(app) + "/activity/" + Query.escaped(msg), Said.RESENT));
    }
}
