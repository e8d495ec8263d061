package io.posthorn.receiver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;

/**
 * A webhook receiver on a real socket of 127.0.0.1 that answers as told and records what came. A path without a script
 * answers 200. Use it in a try block; closing it ends all its connections.
 *
 * <pre>{@code
 * try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
 *     receiver.respond("/hook", Script.status(500), Script.ok());
 *     … send to receiver.url("/hook") …
 *     receiver.awaitRequests(2);
 * }
 * }</pre>
 */
public final class ScriptedReceiver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket server;
    private final String scheme;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final Map<String, Deque<Script>> scripts = new HashMap<>();
    private final Thread acceptor;
    private volatile Optional<Script> greeting = Optional.empty();

    private ScriptedReceiver(ServerSocket server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        this.acceptor =
                Thread.ofVirtual().name("receiver-" + server.getLocalPort()).unstarted(this::acceptAll);
    }

    /** A receiver that speaks plain HTTP. */
    public static ScriptedReceiver start() {
        return start(0);
    }

    /** The same on a port of the caller's choice. */
    public static ScriptedReceiver start(int port) {
        try {
            return listening(new ServerSocket(port, 1024, InetAddress.ofLiteral("127.0.0.1")), "http");
        } catch (IOException e) {
            throw new AssertionError("no port to listen on", e);
        }
    }

    /** A receiver that speaks TLS with this context's certificate. */
    public static ScriptedReceiver startTls(SSLContext tls) {
        try {
            return listening(
                    tls.getServerSocketFactory().createServerSocket(0, 1024, InetAddress.ofLiteral("127.0.0.1")),
                    "https");
        } catch (IOException e) {
            throw new AssertionError("no port to listen on", e);
        }
    }

    private static ScriptedReceiver listening(ServerSocket server, String scheme) {
        ScriptedReceiver receiver = new ScriptedReceiver(server, scheme);
        receiver.acceptor.start();
        return receiver;
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** The URL of a path on it, by address. */
    public String url(String path) {
        return scheme + "://127.0.0.1:" + port() + path;
    }

    /** The same as a URI. */
    public URI uri(String path) {
        return URI.create(url(path));
    }

    /** Answers the next requests to this path with these scripts in turn, and all later ones with the last of them. */
    public ScriptedReceiver respond(String path, Script... inTurn) {
        synchronized (requests) {
            scripts.put(path, new ArrayDeque<>(List.of(inTurn)));
        }
        return this;
    }

    /** Plays this on every new connection before anything is read from it. */
    public ScriptedReceiver greet(Script script) {
        greeting = Optional.of(script);
        return this;
    }

    /** All requests so far, in the order they came. */
    public List<ReceivedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** The requests to this path so far. */
    public List<ReceivedRequest> requests(String path) {
        return requests().stream()
                .filter(request -> request.path().equals(path))
                .toList();
    }

    /** Waits until this many requests have come, at most 10 s, and returns all that have. */
    public List<ReceivedRequest> awaitRequests(int count) {
        await(() -> requests.size() >= count, count + " requests");
        return requests();
    }

    /** Waits until this many connections are open, at most 10 s. */
    public void awaitOpenConnections(int count) {
        await(() -> open.size() == count, count + " open connections");
    }

    /** How many connections were made to it so far. */
    public int connections() {
        return accepted.get();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return open.size();
    }

    /** Afterwards nobody listens on the port. */
    @Override
    public void close() {
        stopped.countDown();
        closeSafely(server);
        // A socket on which a virtual thread waits is closed by that thread, once it runs.
        closeSafely(() -> acceptor.join(PATIENCE));
        open.forEach(ScriptedReceiver::closeSafely);
    }

    private void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (requests) {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("waited " + PATIENCE + " for " + what + "; there are " + requests.size()
                            + " requests and " + open.size() + " open connections");
                }
                waitForNews();
            }
        }
    }

    private void waitForNews() {
        try {
            requests.wait(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                int connection = accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> converse(socket, connection));
            } catch (IOException _) {
                // Closed, or a failed accept: the loop's condition tells.
            }
        }
    }

    private void converse(Socket socket, int connection) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Conversation conversation = new Conversation(socket, stopped);
            if (greeting.isPresent()) {
                greeting.get().play(conversation);
            }
            RequestReader reader = new RequestReader(socket.getInputStream(), connection);
            for (var request = reader.next(); request.isPresent(); request = reader.next()) {
                record(request.get()).play(conversation);
            }
        } catch (IOException _) {
            // The sender hung up or the script did: the conversation is over.
        } finally {
            open.remove(socket);
            news();
        }
    }

    private Script record(ReceivedRequest request) {
        synchronized (requests) {
            requests.add(request);
            requests.notifyAll();
            Deque<Script> inTurn = scripts.getOrDefault(request.path(), new ArrayDeque<>(List.of(Script.ok())));
            return inTurn.size() > 1 ? inTurn.removeFirst() : inTurn.getFirst();
        }
    }

    private void news() {
        synchronized (requests) {
            requests.notifyAll();
        }
    }

    private static void closeSafely(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception _) {
            // It is to be gone, and it is.
        }
    }
}
