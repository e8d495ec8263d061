package io.posthorn.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A customer's receiver: it takes what fits the one secret that it knows, by the Standard Webhooks library, and no more. */
final class VerifyingReceiver implements AutoCloseable {

    private static final int TAKEN = 204;
    private static final int REFUSED = 401;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile String secret = "";

    private VerifyingReceiver(HttpServer server) {
        this.server = server;
    }

    static VerifyingReceiver start() throws IOException {
        VerifyingReceiver receiver = new VerifyingReceiver(
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0));
        receiver.server.setExecutor(receiver.threads);
        receiver.server.createContext("/", receiver::answer);
        receiver.server.start();
        return receiver;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    /** Checks with this secret from now on, and with no other. */
    void knows(String other) {
        secret = other;
    }

    /** The messages that came with a good signature. */
    Set<String> taken() {
        return Set.copyOf(taken);
    }

    /** The messages that came without one, each time that they did. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            boolean fits = fits(body, exchange.getRequestHeaders());
            (fits ? taken : refused).add(id);
            exchange.sendResponseHeaders(fits ? TAKEN : REFUSED, -1);
        }
    }

    private boolean fits(String body, Map<String, List<String>> headers) {
        Map<String, List<String>> lower = new LinkedHashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
        try {
            new Webhook(secret).verify(body, lower);
            return true;
        } catch (WebhookVerificationException | EmptyWebhookSecretException _) {
            return false;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
