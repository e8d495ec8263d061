package io.posthorn.loadtest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;

/**
 * Asks a receiver again and again how many requests it had, over one connection. It works on bytes: it is asked so often
 * that an HTTP client would show in the processor time of whoever asks, which is Posthorn itself where the source is in
 * its process. For one thread; it lives as long as its process.
 */
final class CountConnection {

    /** Bytes of an answer, by far; whatever comes beyond is read as well. */
    private static final int MORE_THAN_NEEDED = 1_024;

    private final Socket socket;
    private final byte[] request;
    private final ByteBuf answer = Unpooled.buffer(MORE_THAN_NEEDED);

    private CountConnection(Socket socket, byte[] request) {
        this.socket = socket;
        this.request = request;
    }

    static CountConnection to(String url) {
        URI uri = URI.create(url);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String request = "GET " + path + " HTTP/1.1\r\nhost: " + uri.getAuthority() + "\r\n\r\n";
        try {
            Socket socket = new Socket(uri.getHost(), uri.getPort());
            socket.setTcpNoDelay(true);
            return new CountConnection(socket, request.getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the receiver says, to be read by {@link ReceivedCount}. Blocks until it is there. */
    String ask() {
        try {
            socket.getOutputStream().write(request);
            answer.clear();
            int whole;
            do {
                if (answer.writeBytes(socket.getInputStream(), MORE_THAN_NEEDED) < 0) {
                    throw new EOFException("the receiver closed the connection it is asked over");
                }
                whole = MessageLength.of(answer);
            } while (whole < 0);
            String text = answer.toString(0, whole, US_ASCII);
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
