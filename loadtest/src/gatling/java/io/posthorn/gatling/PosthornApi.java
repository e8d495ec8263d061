package io.posthorn.gatling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few operations that prepare a run and look at its end. */
final class PosthornApi {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String key;

    PosthornApi(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /** A new application; its id. */
    String application(String name) {
        return found(ID, send("POST", "/api/v1/app", """
                {"name": "load test %s", "maxEndpoints": 1000}""".formatted(name)));
    }

    /** A new endpoint that takes all event types; its id. */
    String endpoint(String application, String target) {
        return found(ID, send("POST", "/api/v1/app/" + application + "/endpoint", """
                {"url": "%s"}""".formatted(target)));
    }

    String secret(String application, String endpoint) {
        return found(KEY, send("GET", "/api/v1/app/" + application + "/endpoint/" + endpoint + "/secret", null));
    }

    /** Takes the application away; what it sent stays until its retention is over. */
    void delete(String application) {
        send("DELETE", "/api/v1/app/" + application, null);
    }

    private String send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + key)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + " was answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("No answer from " + url + path + ": is Posthorn running there?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("No " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
