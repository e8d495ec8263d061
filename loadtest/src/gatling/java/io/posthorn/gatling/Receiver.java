package io.posthorn.gatling;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The customers of a run: an HTTP server with a path for each endpoint, which checks signatures, counts arrivals, and
 * answers a simulation's questions about the whole ({@code /verdict/…}).
 */
final class Receiver {

    private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");
    private static final int NEVER_MILLIS = 60_000;

    private final HttpServer server;
    private final Semaphore hung = new Semaphore(0);

    private Receiver(HttpServer server) {
        this.server = server;
    }

    /** Listens on all addresses of this machine. */
    static Receiver start(int port) {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 1024);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            startAside(server);
            return new Receiver(server);
        } catch (IOException e) {
            throw new UncheckedIOException("The receiver cannot listen on port " + port, e);
        }
    }

    /** From a daemon's thread, so that its own is one too: else a run that cannot begin would never end. */
    private static void startAside(HttpServer server) {
        try {
            Thread.ofPlatform().daemon().start(server::start).join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    void stop() {
        hung.release(Integer.MAX_VALUE / 2);
        server.stop(0);
    }

    /**
     * A path for one endpoint.
     *
     * @param secret of the endpoint, {@code whsec_…}
     * @param manners asked for each request
     */
    void customer(String path, String secret, Ledger ledger, Supplier<Manners> manners) {
        Webhook webhook = verifier(secret);
        server.createContext("/" + path, exchange -> {
            try (exchange) {
                take(exchange, webhook, ledger, manners.get());
            }
        });
    }

    private static Webhook verifier(String secret) {
        try {
            return new Webhook(secret);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalStateException("Posthorn answered an empty secret", e);
        }
    }

    /** A question that a simulation asks as a request: 200 for yes, 417 for no, with the reason. */
    void verdict(String path, String question, BooleanSupplier isGood, Supplier<String> reason) {
        server.createContext("/" + path, exchange -> {
            try (exchange) {
                boolean good = isGood.getAsBoolean();
                System.out.println((good ? "good  " : "BAD   ") + question + ": " + reason.get());
                answer(exchange, good ? 200 : 417, reason.get());
            }
        });
    }

    private void take(HttpExchange exchange, Webhook webhook, Ledger ledger, Manners manners) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (manners) {
            case Manners.Kind() -> accept(exchange, webhook, ledger, body);
            case Manners.Slow(var pause) -> {
                pause(pause.toMillis());
                accept(exchange, webhook, ledger, body);
            }
            case Manners.Hung() -> pause(NEVER_MILLIS);
            case Manners.Down() -> answer(exchange, 503, "down for maintenance");
        }
    }

    private static void accept(HttpExchange exchange, Webhook webhook, Ledger ledger, String body) throws IOException {
        Matcher number = NUMBER.matcher(body);
        if (isSigned(exchange, webhook, body) && number.find()) {
            ledger.arrived(Long.parseLong(number.group(1)));
            answer(exchange, 204, "");
        } else {
            ledger.badSignature();
            answer(exchange, 400, "signature does not fit");
        }
    }

    private static boolean isSigned(HttpExchange exchange, Webhook webhook, String body) {
        try {
            webhook.verify(body, HttpHeaders.of(Map.copyOf(exchange.getRequestHeaders()), (_, _) -> true));
            return true;
        } catch (WebhookVerificationException _) {
            return false;
        }
    }

    /** Ends early when the run ends. */
    private void pause(long millis) {
        try {
            if (hung.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                hung.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
