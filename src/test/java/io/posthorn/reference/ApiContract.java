package io.posthorn.reference;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.test.web.reactive.server.ExchangeResult;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;

/**
 * Holds what the server answers against what the document says: the status, the media type, the headers that it
 * promises, and the body, in which nothing may stand that the document does not know.
 */
public final class ApiContract {

    private static final ApiContract OF_THIS_BUILD = new ApiContract();
    private static final String BASE = "/api/v1/";

    private final StrictSchemas schemas;
    private final List<Route> routes;

    private ApiContract() {
        var document = JoinedDocument.read("test");
        this.schemas = new StrictSchemas(document);
        this.routes = Operation.all(document).stream()
                .map(operation -> new Route(PathPatternParser.defaultInstance.parse(operation.path()), operation))
                .sorted(Comparator.comparing(Route::pattern))
                .toList();
    }

    /** The contract of the document in the class path. */
    public static ApiContract ofThisBuild() {
        return OF_THIS_BUILD;
    }

    /** Throws with a readable message where the answer is none that the document allows. */
    public void check(ExchangeResult answer) {
        String path = withoutSlash(answer.getUrl().getRawPath());
        if (path.startsWith(BASE)) {
            check(new Answer(answer), operation(answer.getMethod(), path));
        }
    }

    private void check(Answer answer, Optional<Operation> operation) {
        if (operation.isPresent()) {
            checkDocumented(answer, operation.get());
        } else if (answer.status() >= 400) {
            checkBody(answer, schemas.problem(), MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        } else if (!answer.isOptions()) {
            throw answer.fault("the document has no such operation");
        }
    }

    private void checkDocumented(Answer answer, Operation operation) {
        JsonNode answers = operation.node().path("responses");
        JsonNode known = operation.resolved(answers.path(Integer.toString(answer.status())));
        if (known.isMissingNode()) {
            throw answer.fault("the document knows only " + answers.propertyNames() + " as answers of it");
        }
        known.path("headers")
                .properties()
                .forEach(header -> checkHeader(answer, operation, header.getKey(), header.getValue()));
        if (!known.has("content")) {
            checkEmpty(answer);
            return;
        }
        var content = known.path("content").properties().iterator().next();
        checkBody(answer, schemas.of(content.getValue().path("schema")), content.getKey());
    }

    private static void checkHeader(Answer answer, Operation operation, String name, JsonNode header) {
        if (operation.resolved(header).path("required").booleanValue(false) && answer.header(name) == null) {
            throw answer.fault("the header " + name + " is missing");
        }
    }

    private static void checkEmpty(Answer answer) {
        if (answer.body().length > 0) {
            throw answer.fault("there is a body, and the document has none");
        }
    }

    private void checkBody(Answer answer, StrictSchemas.Checked schema, String mediaType) {
        if (!answer.hasType(mediaType)) {
            throw answer.fault("its type is " + answer.header(HttpHeaders.CONTENT_TYPE) + ", not " + mediaType);
        }
        if (answer.isHead()) {
            checkEmpty(answer);
            return;
        }
        List<String> faults = schema.faults(answer.body());
        if (!faults.isEmpty()) {
            throw answer.fault(String.join("\n  ", faults));
        }
    }

    private Optional<Operation> operation(HttpMethod method, String path) {
        String wanted = method == HttpMethod.HEAD ? "get" : method.name().toLowerCase(Locale.ROOT);
        PathContainer container = PathContainer.parsePath(path);
        return routes.stream()
                .filter(route -> route.pattern().matches(container))
                .map(Route::operation)
                .filter(operation -> operation.method().equals(wanted))
                .findFirst();
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private record Route(PathPattern pattern, Operation operation) {}
}
