package io.posthorn.dashboard;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the forms of endpoints show and save, operators' and customers' alike. */
@Component
final class EndpointEditing {

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final Api api;
    private final ApplicationHead head;
    private final PortalCatalogue catalogue;

    EndpointEditing(Api api, ApplicationHead head, PortalCatalogue catalogue) {
        this.api = api;
        this.head = head;
        this.catalogue = catalogue;
    }

    /** The form of an endpoint that is not there yet. */
    Mono<Rendering> blank(String template, String app) {
        return shown(View.of(template).with("form", EndpointForm.fields(NOTHING, NOTHING)), app);
    }

    /** The form as it was sent, with what is wrong with it. */
    Mono<Rendering> refused(View view, Fields form, Refusal refusal, String app) {
        return shown(view.with("form", form.endpoint()).refused(refusal), app);
    }

    /** An endpoint as it is. */
    Mono<View> existing(String template, String app, String endpoint) {
        return Mono.zip(api.get(EndpointPath.API, app, endpoint), api.get(EndpointPath.API + "/headers", app, endpoint))
                .map(found -> View.of(template)
                        .with("title", "Change endpoint")
                        .with("endpoint", Shown.of(found.getT1()))
                        .with("sensitive", Shown.of(found.getT2()).get("sensitive"))
                        .with("form", EndpointForm.fields(found.getT1(), found.getT2())));
    }

    /** With the catalogue to choose from, and what is chosen and is not in it any more, so that saving keeps it. */
    Mono<Rendering> shown(View view, String app) {
        return catalogue
                .types()
                .flatMap(types -> head.on(
                        view.with("catalogue", types)
                                .with("kept", kept(view, types))
                                .withDefault("title", "New endpoint"),
                        app,
                        "endpoints"))
                .map(View::show);
    }

    private static List<?> kept(View view, List<Members> types) {
        List<Object> listed = types.stream().map(type -> type.get("name")).toList();
        return view.get("form") instanceof Members form && form.get("type") instanceof List<?> chosen
                ? chosen.stream().filter(name -> !listed.contains(name)).toList()
                : List.of();
    }

    /** Saves what the form says. */
    Mono<JsonNode> change(String app, String endpoint, ObjectNode body, Fields form) {
        return api.send(HttpMethod.PATCH, EndpointPath.API, body, app, endpoint)
                .then(api.get(EndpointPath.API + "/headers", app, endpoint))
                .flatMap(before -> api.send(
                        HttpMethod.PATCH, EndpointPath.API + "/headers", headers(before, form), app, endpoint));
    }

    /** What is shown and no longer there goes; what is masked stays unless it is given anew. */
    private static ObjectNode headers(JsonNode before, Fields form) {
        ObjectNode headers = EndpointForm.headers(form);
        before.path("headers").propertyNames().stream()
                .filter(name -> !headers.has(name))
                .forEach(headers::putNull);
        form.all("drop").forEach(headers::putNull);
        return JsonNodeFactory.instance.objectNode().set("headers", headers);
    }
}
