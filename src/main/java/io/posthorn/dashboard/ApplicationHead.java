package io.posthorn.dashboard;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What stands above every page of an application: its name, its tabs, how many endpoints it has, and what is to be reviewed. */
final class ApplicationHead {

    private static final int MOST_TO_REVIEW = 99;

    private final Api api;

    ApplicationHead(Api api) {
        this.api = api;
    }

    /** The view with {@code app} and {@code usage} in it, and with the tab that is open. */
    Mono<View> on(View view, String app, String tab) {
        return Mono.zip(api.get("/app/{app}", app), api.get("/app/{app}/usage", app))
                .map(found -> view.with("app", Shown.of(found.getT1()))
                        .with("usage", Shown.of(found.getT2()))
                        .with("tab", tab));
    }

    /** The same for operators, whose tabs say how much is to be reviewed, as {@code toReview}. */
    Mono<View> withReview(View view, String app, String tab) {
        return Mono.zip(on(view, app, tab), toReview(app))
                .map(both -> both.getT1().with("toReview", both.getT2()));
    }

    /** How many deliveries wait for a person: a number, "99+" where there are more, and nothing where there is none. */
    Mono<String> toReview(String app) {
        return api.find("/app/{app}/delivery/failed/count", Query.none().with("limit", MOST_TO_REVIEW), app)
                .map(ApplicationHead::text);
    }

    private static String text(JsonNode found) {
        long count = found.path("count").asLong(0);
        return count == 0 ? "" : count + (found.path("approximated").asBoolean(false) ? "+" : "");
    }
}
