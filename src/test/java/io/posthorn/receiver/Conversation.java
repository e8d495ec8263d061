package io.posthorn.receiver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The receiver's side of one connection while it answers one request. */
public final class Conversation {

    private final Socket socket;
    private final OutputStream out;
    private final CountDownLatch stopped;

    Conversation(Socket socket, CountDownLatch stopped) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.stopped = stopped;
    }

    /** Writes these characters as they are, one byte each. */
    public void say(String text) throws IOException {
        say(text.getBytes(ISO_8859_1));
    }

    /** Writes these bytes as they are. */
    public void say(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Does nothing for a while, or until the receiver is stopped. */
    public void pause(Duration time) throws IOException {
        try {
            if (stopped.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the receiver was stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Waits until the sender hangs up. */
    public void awaitHangUp() throws IOException {
        if (socket.getInputStream().read() >= 0) {
            throw new IOException("the sender did not hang up but said something");
        }
        hangUp();
    }

    /** Ends the connection in good order. */
    public void hangUp() throws IOException {
        socket.close();
    }

    /** Ends the connection with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
