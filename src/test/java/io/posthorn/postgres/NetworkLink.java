package io.posthorn.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy that fails as networks do: it delays, breaks connections, refuses them, or swallows everything that is
 * sent and says nothing. A connection that lost a byte never carries another one.
 */
public final class NetworkLink implements AutoCloseable {

    private final String host;
    private final int port;
    private final ServerSocket listener;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;
    private volatile boolean swallowing;
    private volatile long delayNanos;

    private NetworkLink(String host, int port, ServerSocket listener) {
        this.host = host;
        this.port = port;
        this.listener = listener;
    }

    /** A link to this server, on a port of its own. */
    public static NetworkLink to(String host, int port) {
        try {
            NetworkLink link = new NetworkLink(host, port, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(link::accept);
            return link;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The database as it is reached over the link. */
    public TestDatabase of(TestDatabase database) {
        return new TestDatabase(
                "127.0.0.1", listener.getLocalPort(), database.name(), database.user(), database.password());
    }

    /** Breaks every connection that is open now. */
    public void reset() {
        wires.forEach(Wire::reset);
    }

    /** From now on connections are turned away, and those that are open are broken; or no longer. */
    public void refuse(boolean on) {
        refusing = on;
        if (on) {
            reset();
        }
    }

    /** From now on everything is swallowed, by new connections as well; or new connections are sound again. */
    public void swallow(boolean on) {
        swallowing = on;
        if (on) {
            wires.forEach(wire -> wire.lost = true);
        }
    }

    /** How long each piece takes from now on. */
    public void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /** Sound again: nothing is refused, swallowed or delayed any more. */
    public void heal() {
        delayNanos = 0;
        swallow(false);
        refuse(false);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (refusing) {
                    client.setSoLinger(true, 0);
                    client.close();
                } else {
                    Thread.ofVirtual().start(() -> connect(client));
                }
            }
        } catch (IOException closed) {
            reset();
        }
    }

    private void connect(Socket client) {
        try {
            Wire wire = new Wire(client, new Socket(host, port));
            wire.lost = swallowing;
            wires.add(wire);
            Thread.ofVirtual().start(() -> wire.carry(wire.client, wire.server));
            Thread.ofVirtual().start(() -> wire.carry(wire.server, wire.client));
        } catch (IOException away) {
            close(client);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        reset();
    }

    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // Nothing is left to close.
        }
    }

    private final class Wire {

        private final Socket client;
        private final Socket server;
        private volatile boolean lost;

        Wire(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carry(Socket from, Socket to) {
            byte[] buffer = new byte[16384];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (delayNanos > 0) {
                        LockSupport.parkNanos(delayNanos);
                    }
                    if (!lost) {
                        out.write(buffer, 0, read);
                    }
                }
                if (!lost) {
                    reset();
                }
            } catch (IOException ended) {
                reset();
            }
        }

        void reset() {
            wires.remove(this);
            NetworkLink.close(client);
            NetworkLink.close(server);
        }
    }
}
