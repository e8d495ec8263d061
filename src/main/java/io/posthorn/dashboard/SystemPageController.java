package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the installation runs on and whether anything is sent; and the switches of that, for operators. */
@Controller
@RequestMapping(SystemPageController.PATH)
final class SystemPageController {

    static final String PATH = "/dashboard/system";

    private final Api api;
    private final String version;

    SystemPageController(Api api, @Value("${spring.application.version:dev}") String version) {
        this.api = api;
        this.version = version;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller) {
        return shown(View.of("system"), caller);
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/stop")
    Mono<Rendering> stop(Caller caller, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> api.post("/pause", reason(form))
                .map(_ -> View.redirect(PATH, Said.HALTED))
                .onErrorResume(Refusal.class, refusal -> shown(refused("stopping", form, refusal), caller)));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/go-on")
    Mono<Rendering> goOn(Caller caller) {
        return resume("/resume");
    }

    /** After a restore, when somebody has looked at what would be sent. */
    @Requires(Permission.OPERATE)
    @PostMapping("/dispatch/resume")
    Mono<Rendering> resumeDispatch(Caller caller) {
        return resume("/dispatch/resume");
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/organizations/{organization}/resume")
    Mono<Rendering> resumeOrganization(Caller caller, @PathVariable String organization) {
        return resume("/organization/{organization}/resume", organization);
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/hosts")
    Mono<Rendering> pauseHost(Caller caller, ServerWebExchange exchange) {
        return exchange.getFormData().map(Fields::new).flatMap(form -> api.post(
                        "/host/{host}/pause", reason(form), host(form))
                .map(_ -> View.redirect(PATH, Said.PAUSED))
                .onErrorResume(Refusal.class, refusal -> shown(refused("pausing", form, refusal), caller)));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/hosts/{host}/resume")
    Mono<Rendering> resumeHost(Caller caller, @PathVariable String host) {
        return resume("/host/{host}/resume", host);
    }

    private Mono<Rendering> resume(String path, Object... values) {
        return api.post(path, Map.of(), values).map(_ -> View.redirect(PATH, Said.RESUMED));
    }

    private static Map<String, String> reason(Fields form) {
        String reason = form.text("reason");
        return reason.isEmpty() ? Map.of() : Map.of("reason", reason);
    }

    /** None is a host as well, which the API says what is wrong with. */
    private static String host(Fields form) {
        String host = form.text("host");
        return host.isEmpty() ? " " : host;
    }

    /** What is wrong with a host is no field of a body, and stands beside the field all the same. */
    private static View refused(String which, Fields form, Refusal refusal) {
        View view = View.of("system").with(which, form.shown()).refused(refusal);
        return refusal.fields().isEmpty() ? view.with("problems", Map.of("host", refusal.sentence())) : view;
    }

    private Mono<Rendering> shown(View view, Caller caller) {
        return api.get("/health/details")
                .map(health -> view.with("version", version).with("health", Shown.of(health)))
                .flatMap(with -> caller.may(Permission.OPERATE) ? forOperators(with) : forReaders(with))
                .map(View::show);
    }

    private Mono<View> forReaders(View view) {
        return api.get("/stats/traffic")
                .map(traffic -> view.with("nodes", Shown.of(traffic).get("nodes")));
    }

    private Mono<View> forOperators(View view) {
        return Mono.zip(installation(), api.get("/dispatch"), api.get("/pause"), api.get("/host"))
                .map(found -> view.with("installation", Shown.of(found.getT1()))
                        .with("nodes", Shown.of(found.getT1()).get("nodes"))
                        .with("dispatch", Shown.of(found.getT2()))
                        .with("stops", Shown.data(found.getT3()))
                        .with("hosts", Shown.data(found.getT4())));
    }

    /** The switches are there also while the tables are busy with something else. */
    private Mono<JsonNode> installation() {
        return api.get("/stats/installation").onErrorReturn(Refusal.class, JsonNodeFactory.instance.objectNode());
    }
}
