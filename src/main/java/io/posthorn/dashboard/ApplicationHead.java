package io.posthorn.dashboard;

import reactor.core.publisher.Mono;

/** What stands above every page of an application: its name, its tabs, and how many endpoints it has. */
final class ApplicationHead {

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
}
