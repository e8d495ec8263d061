package io.posthorn.dashboard;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Which organization a page of operators is about: the one that its address names, or the first. */
final class OrganizationChoice {

    private static final int MOST = 250;

    private final Api api;

    OrganizationChoice(Api api) {
        this.api = api;
    }

    /** The view with {@code organizations} to choose from and the {@code organization} that is chosen. */
    Mono<View> on(View view, String organization) {
        return api.find("/organization", Query.none().with("limit", MOST).with("order", "ascending"))
                .flatMap(page -> chosen(page, organization).map(found -> view.with("organizations", Shown.data(page))
                        .with("organization", Shown.of(found))));
    }

    /** One that is not on the first page of organizations is asked for by its id, which says so if there is none. */
    private Mono<JsonNode> chosen(JsonNode page, String organization) {
        return organization.isEmpty()
                ? Mono.just(page.at("/data/0"))
                : page.path("data")
                        .valueStream()
                        .filter(one -> one.path("id").asString("").equals(organization))
                        .findAny()
                        .map(Mono::just)
                        .orElseGet(() -> api.get("/organization/{organization}", organization));
    }
}
