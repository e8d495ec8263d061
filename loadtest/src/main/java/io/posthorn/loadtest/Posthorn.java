package io.posthorn.loadtest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import tools.jackson.databind.json.JsonMapper;

/** A running Posthorn as its users see it: an address, a key and the API. */
record Posthorn(String baseUrl, String key) {

    /** The type of every message. */
    static final String EVENT_TYPE = "order.created";

    /** 32 zeros; nothing here is secret. */
    private static final String MASTER_KEYS = "k1:" + Base64.getEncoder().encodeToString(new byte[32]);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What a Posthorn process on this database, port and key must hear. */
    static Map<String, String> environment(Database database, int port, String key) {
        Map<String, String> environment = new LinkedHashMap<>(database.environment());
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("MANAGEMENT_SERVER_PORT", "0");
        environment.put("POSTHORN_ADMIN_KEY", key);
        environment.put("POSTHORN_MASTER_KEYS", MASTER_KEYS);
        environment.put("POSTHORN_EGRESS_ALLOWED_NETWORKS", "127.0.0.0/8");
        environment.put("LOGGING_LEVEL_IO_POSTHORN", "warn");
        return environment;
    }

    /** Waits until it is healthy. */
    Posthorn awaitHealthy() {
        Waiting.until("health of " + baseUrl, this::isHealthy);
        return this;
    }

    private boolean isHealthy() {
        try {
            return send(HttpRequest.newBuilder(URI.create(baseUrl + "/api/v1/health")))
                            .statusCode()
                    == 204;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Makes so many applications, each with one endpoint at this receiver that wants everything. */
    List<String> applications(int count, String receiverUrl) {
        return applicationsAt(count, i -> receiverUrl + "/hook/" + i);
    }

    /** Makes so many applications, each with one endpoint that wants everything, at the URL of its number. */
    List<String> applicationsAt(int count, IntFunction<String> url) {
        List<String> applications = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String application = create("/api/v1/app", Map.of("name", "load " + i));
            create("/api/v1/app/" + application + "/endpoint", Map.of("url", url.apply(i)));
            applications.add(application);
        }
        return applications;
    }

    /** Posts to the API and returns the new thing's id. */
    private String create(String path, Map<String, ?> content) {
        try {
            HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(baseUrl + path))
                    .header("authorization", "Bearer " + key)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            JsonMapper.shared().writeValueAsString(content))));
            if (response.statusCode() != 201) {
                throw new IllegalStateException(path + " answered " + response.statusCode() + " " + response.body());
            }
            return JsonMapper.shared().readTree(response.body()).path("id").asString();
        } catch (IOException e) {
            throw new IllegalStateException(path + " does not answer", e);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
