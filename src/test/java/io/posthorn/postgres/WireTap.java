package io.posthorn.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of a PostgreSQL server that hears which statements each connection sends, and can lose answers
 * and cut connections as a network does.
 */
public final class WireTap implements AutoCloseable {

    private final TestDatabase server;
    private final ServerSocket listener;
    private final Set<Tapped> open = ConcurrentHashMap.newKeySet();
    private final List<Statement> statements = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable String> swallowedAfter = new AtomicReference<>();
    private volatile boolean refusing;

    private WireTap(TestDatabase server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** A tap in front of this database's server. */
    public static WireTap before(TestDatabase server) {
        try {
            WireTap tap = new WireTap(server, new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
            Thread.ofVirtual().start(tap::accept);
            return tap;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * A statement as it was sent.
     *
     * @param sender the connection's {@code application_name}
     * @param burst which of the connection's bursts it was in: what it sends without a pause, so in one packet
     */
    private record Statement(String sender, String sql, int burst) {}

    /** The database as it is seen through the tap. */
    public TestDatabase database() {
        return new TestDatabase("127.0.0.1", listener.getLocalPort(), server.name(), server.user(), server.password());
    }

    /** What was sent so far by connections of this name, whatever follows it. */
    public List<String> statements(String sender) {
        return sentBy(sender).map(Statement::sql).toList();
    }

    /** In how many packets they were sent. */
    public long bursts(String sender) {
        return sentBy(sender).mapToInt(Statement::burst).distinct().count();
    }

    private Stream<Statement> sentBy(String sender) {
        return statements.stream().filter(sent -> (sent.sender() + " ").startsWith(sender + " "));
    }

    /** Forgets what was sent so far. */
    public void forget() {
        statements.clear();
    }

    /** From now on the answers of the server to the connections that are open now are lost. */
    public void loseAnswers() {
        open.forEach(connection -> connection.deaf = true);
    }

    /**
     * The next connection that sends a statement with this beginning is lost without a word: nothing that follows gets
     * through in either direction, and the server does not hear that its client leaves.
     */
    public void swallowAfter(String beginning) {
        swallowedAfter.set(beginning);
    }

    /** Cuts every connection that is open now. */
    public void cut() {
        open.forEach(Tapped::cut);
    }

    /** Whether new connections are cut at once. */
    public void refuse(boolean refuse) {
        refusing = refuse;
        if (refuse) {
            cut();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                } else {
                    Tapped connection = new Tapped(client, new Socket(server.host(), server.port()));
                    open.add(connection);
                    Thread.ofVirtual().start(connection::listen);
                    Thread.ofVirtual().start(connection::answer);
                }
            }
        } catch (IOException closed) {
            cut();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(connection -> connection.swallowed = false);
        cut();
    }

    private final class Tapped {

        private final Socket client;
        private final Socket backend;
        private final Map<String, String> prepared = new HashMap<>();
        private String portal = "";
        private String sender = "";
        private int burst;
        private volatile boolean deaf;
        private volatile boolean swallowed;

        Tapped(Socket client, Socket backend) {
            this.client = client;
            this.backend = backend;
        }

        /** Frontend messages: first the start-up without a type, then a type and a length each. */
        void listen() {
            try (DataInputStream in = new DataInputStream(client.getInputStream())) {
                DataOutputStream out = new DataOutputStream(backend.getOutputStream());
                forwardStart(in, out);
                while (true) {
                    if (in.available() == 0) {
                        burst++;
                    }
                    int type = in.readUnsignedByte();
                    byte[] body = in.readNBytes(in.readInt() - 4);
                    if (swallowed) {
                        continue;
                    }
                    hear(type, body);
                    out.writeByte(type);
                    out.writeInt(body.length + 4);
                    out.write(body);
                    out.flush();
                }
            } catch (IOException ended) {
                cut();
            }
        }

        private void forwardStart(DataInputStream in, DataOutputStream out) throws IOException {
            int length = in.readInt();
            byte[] start = in.readNBytes(length - 4);
            if (length == 8) {
                // A request for encryption, which the server refuses; the start-up follows.
                send(out, length, start);
                forwardStart(in, out);
                return;
            }
            String text = new String(start, StandardCharsets.UTF_8);
            int name = text.indexOf("application_name\0");
            if (name >= 0) {
                sender = zeroEnded(start, name + "application_name\0".length());
            }
            send(out, length, start);
        }

        private static void send(DataOutputStream out, int length, byte[] message) throws IOException {
            out.writeInt(length);
            out.write(message);
            out.flush();
        }

        private void hear(int type, byte[] body) {
            switch (type) {
                case 'Q' -> hear(zeroEnded(body, 0));
                case 'P' -> {
                    String name = zeroEnded(body, 0);
                    prepared.put(name, zeroEnded(body, name.length() + 1));
                }
                case 'B' -> portal = zeroEnded(body, zeroEnded(body, 0).length() + 1);
                case 'E' -> hear(prepared.getOrDefault(portal, "?"));
                default -> {}
            }
        }

        private void hear(String sql) {
            statements.add(new Statement(sender, sql, burst));
            String fatal = swallowedAfter.get();
            if (fatal != null && sql.startsWith(fatal) && swallowedAfter.compareAndSet(fatal, null)) {
                deaf = true;
                swallowed = true;
            }
        }

        private static String zeroEnded(byte[] bytes, int from) {
            int to = from;
            while (bytes[to] != 0) {
                to++;
            }
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }

        void answer() {
            byte[] buffer = new byte[8192];
            try (InputStream in = backend.getInputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!deaf) {
                        client.getOutputStream().write(buffer, 0, read);
                        client.getOutputStream().flush();
                    }
                }
                if (!deaf) {
                    cut();
                }
            } catch (IOException ended) {
                cut();
            }
        }

        void cut() {
            closeSafely(client);
            if (swallowed) {
                return;
            }
            open.remove(this);
            closeSafely(backend);
        }

        private static void closeSafely(Socket socket) {
            try {
                socket.close();
            } catch (IOException alreadyClosed) {
                // Nothing is left to close.
            }
        }
    }
}
