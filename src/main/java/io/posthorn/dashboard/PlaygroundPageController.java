package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.playground.Behaviour;
import io.posthorn.playground.Playground;
import java.net.InetSocketAddress;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The page of the built-in receiver: send an example, see it come in, and choose how it is answered. */
@Controller
@RequestMapping(PlaygroundPageController.PATH)
@ConditionalOnBooleanProperty("posthorn.playground.enabled")
final class PlaygroundPageController {

    static final String PATH = "/dashboard/playground";

    private final Playground playground;
    private final PlaygroundDemo demo;
    private final Live live;

    PlaygroundPageController(Playground playground, PlaygroundDemo demo, Live live) {
        this.playground = playground;
        this.demo = demo;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Rendering> page(Caller caller, ServerWebExchange exchange) {
        return view("playground/playground", exchange);
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(Caller caller, ServerWebExchange exchange) {
        return view("playground/playground :: now", exchange);
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(Caller caller, ServerWebExchange exchange) {
        return live.looks(exchange, Mono.defer(() -> demo.messages(playground.latest())
                .map(messages -> playground.count() + " " + messages)));
    }

    /** An application with an endpoint that leads here, or that endpoint led here again. */
    @Requires(Permission.MANAGE)
    @PostMapping("/demo")
    Mono<Rendering> make(Caller caller, ServerWebExchange exchange) {
        return demo.make(url(exchange)).map(_ -> View.redirect(PATH));
    }

    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/behave")
    Mono<Rendering> behave(Caller caller, ServerWebExchange exchange) {
        return behave(exchange).thenReturn(View.redirect(PATH));
    }

    /** Publishes an example, answered as the form says if it says anything. */
    @Requires(Permission.PUBLISH)
    @PostMapping("/send")
    Mono<Rendering> send(Caller caller, ServerWebExchange exchange) {
        return behave(exchange)
                .then(Mono.defer(() -> demo.publish(playground.count() + 1)))
                .map(_ -> View.redirect(PATH));
    }

    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/forget")
    Mono<Rendering> forget(Caller caller) {
        return Mono.fromSupplier(() -> {
            playground.forget();
            return View.redirect(PATH);
        });
    }

    private Mono<Void> behave(ServerWebExchange exchange) {
        return exchange.getFormData()
                .doOnNext(data -> Behaviour.of(new Fields(data).text("answer")).ifPresent(playground::behave))
                .then();
    }

    private Mono<Rendering> view(String template, ServerWebExchange exchange) {
        View view = View.of(template)
                .with("behaviour", playground.behaviour())
                .with("behaviours", Behaviour.values())
                .with("url", url(exchange));
        return demo.endpoint()
                .flatMap(endpoint -> demo.messages(playground.latest())
                        .map(messages -> view.with("endpoint", endpoint).with("messages", messages)))
                .defaultIfEmpty(view.with("messages", List.of()))
                .map(View::show);
    }

    /** By the port that this request came to; the Host header may say anything. */
    private static String url(ServerWebExchange exchange) {
        InetSocketAddress local = exchange.getRequest().getLocalAddress();
        return "http://127.0.0.1:" + (local == null ? 0 : local.getPort()) + "/play/in/hello";
    }
}
