package io.posthorn;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Asks the Posthorn on this machine whether it is well. A container engine does it again and again, so it takes nothing
 * but the core of the JDK and starts no Spring.
 */
final class HealthQuestion {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String PORT = "8080";

    private HealthQuestion() {}

    /**
     * What it answered.
     *
     * @param environment that of the Posthorn that is asked, for {@code SERVER_PORT}
     * @throws IllegalStateException when it says that it is not well
     * @throws IOException when it says nothing
     */
    static String ask(Map<String, String> environment) throws IOException {
        String url = "http://127.0.0.1:" + environment.getOrDefault("SERVER_PORT", PORT) + "/api/v1/health";
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout((int) PATIENCE.toMillis());
        connection.setReadTimeout((int) PATIENCE.toMillis());
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_NO_CONTENT) {
            throw new IllegalStateException(url + " answers " + status + ".");
        }
        return "It is well.";
    }
}
