package io.posthorn.ledger;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** An application with one endpoint, made through the API, whose ledger rows are written past it. */
final class LedgerScene {

    final ApiClient api;
    final LedgerRows rows;
    final String path;
    final UUID app;
    final UUID endpoint;
    /** A moment of some minutes ago, at a full second. */
    final Instant then = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);

    LedgerScene(int port, TestDatabase database) {
        api = ApiClient.of(port);
        rows = new LedgerRows(database);
        String id = api.post("/api/v1/app", Map.of("name", "Scene"), CREATED)
                .path("id")
                .stringValue();
        path = "/api/v1/app/" + id;
        app = IdKind.APPLICATION.parse(id).orElseThrow();
        endpoint = endpoint("main-" + UUID.randomUUID());
    }

    UUID endpoint(String uid) {
        JsonNode made = api.post(path + "/endpoint", Map.of("url", "https://example.com/hook", "uid", uid), CREATED);
        return IdKind.ENDPOINT.parse(made.path("id").stringValue()).orElseThrow();
    }

    UUID message() {
        return rows.message(app, then);
    }

    UUID attempt(UUID message, int code) {
        return rows.attempt(app, message, endpoint, then, code, null);
    }

    JsonNode get(String below) {
        return api.get(path + below, OK);
    }

    /** The identifiers of all pages, following the iterator until one says it is done; reads at most 50 pages. */
    List<String> pages(String listing) {
        List<String> ids = new ArrayList<>();
        JsonNode page = get(listing);
        ids.addAll(ids(page));
        for (int i = 0; i < 50 && !page.path("done").booleanValue(); i++) {
            page = get(listing + "&iterator=" + page.path("iterator").stringValue());
            ids.addAll(ids(page));
        }
        return ids;
    }

    static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(item -> item.path("id").stringValue())
                .toList();
    }

    static String msg(UUID id) {
        return IdKind.MESSAGE.format(id);
    }

    static String atmpt(UUID id) {
        return IdKind.ATTEMPT.format(id);
    }

    static String ep(UUID id) {
        return IdKind.ENDPOINT.format(id);
    }
}
