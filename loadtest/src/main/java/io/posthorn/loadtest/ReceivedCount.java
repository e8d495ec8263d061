package io.posthorn.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a receiver says when it is asked how many requests it had: a number, or the status page of nginx. */
final class ReceivedCount {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern NGINX = Pattern.compile("requests\\s+\\d+\\s+\\d+\\s+(\\d+)");

    private ReceivedCount() {}

    static long parse(String text) {
        Matcher nginx = NGINX.matcher(text);
        return Long.parseLong(nginx.find() ? nginx.group(1) : text.strip());
    }

    static boolean isNginx(String text) {
        return text.startsWith("Active connections");
    }

    static long ask(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            return parse(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
