package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How much is to be reviewed, for pages of an application on which nothing else changes by itself. */
@Controller
@RequestMapping("/dashboard/applications/{app}/to-review")
final class ToReviewController {

    private final ApplicationHead head;
    private final Live live;

    ToReviewController(ApplicationHead head, Live live) {
        this.head = head;
        this.live = live;
    }

    @Requires(Permission.READ)
    @GetMapping(headers = "HX-Request")
    Mono<Rendering> part(Caller caller, @PathVariable String app) {
        return head.toReview(app).map(count -> View.of("parts/application :: toReview")
                .with("toReview", count)
                .show());
    }

    @Requires(Permission.READ)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    Flux<ServerSentEvent<String>> live(Caller caller, @PathVariable String app, ServerWebExchange exchange) {
        return live.looks(exchange, head.toReview(app));
    }
}
