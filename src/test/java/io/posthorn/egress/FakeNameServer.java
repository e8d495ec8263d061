package io.posthorn.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on a real UDP socket that answers every question in the same way. */
final class FakeNameServer implements AutoCloseable {

    static final int SERVFAIL = 2;
    static final int NXDOMAIN = 3;
    static final int SILENT = -1;

    private static final int HEADER = 12;
    private static final int TYPE_A = 1;

    private final DatagramSocket socket;
    private final int code;
    private final byte[] address;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private FakeNameServer(int code, byte[] address) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        this.code = code;
        this.address = address;
        Thread.ofVirtual().start(this::serve);
    }

    static FakeNameServer failing(int code) throws IOException {
        return new FakeNameServer(code, new byte[0]);
    }

    static FakeNameServer answering(byte... address) throws IOException {
        return new FakeNameServer(0, address);
    }

    DnsServerAddressStreamProvider provider() {
        return new SingletonDnsServerAddressStreamProvider((InetSocketAddress) socket.getLocalSocketAddress());
    }

    /** The names that were asked for. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                answer(packet);
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void answer(DatagramPacket question) throws IOException {
        byte[] query = question.getData();
        int end = endOfName(query);
        asked.add(name(query));
        if (code == SILENT) {
            return;
        }
        boolean answers = address.length == 4 && query[end + 2] == TYPE_A;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(query, 0, 2);
        out.write(new byte[] {(byte) 0x81, (byte) (0x80 | code), 0, 1, 0, (byte) (answers ? 1 : 0), 0, 0, 0, 0});
        out.write(query, HEADER, end + 5 - HEADER);
        if (answers) {
            out.write(new byte[] {(byte) 0xC0, HEADER, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4});
            out.write(address);
        }
        byte[] answer = out.toByteArray();
        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
    }

    /** Index of the zero length that ends the name. */
    private static int endOfName(byte[] query) {
        int at = HEADER;
        while (query[at] != 0) {
            at += query[at] + 1;
        }
        return at;
    }

    private static String name(byte[] query) {
        StringBuilder name = new StringBuilder();
        for (int at = HEADER; query[at] != 0; at += query[at] + 1) {
            name.append(new String(query, at + 1, query[at], US_ASCII)).append('.');
        }
        return name.toString();
    }
}
