package io.posthorn.guide;

import java.util.List;

/** A receiver from the documentation, running. */
interface Example extends AutoCloseable {

    /** The secret that it was given. */
    String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** Where it listens on this machine. */
    int port();

    /** All that it wrote so far. */
    List<String> written();

    @Override
    void close();

    /** What it took, in the order it came. */
    default List<String> got() {
        return written().stream()
                .filter(line -> line.startsWith("got "))
                .map(line -> line.substring("got ".length()))
                .toList();
    }

    default String url() {
        return "http://127.0.0.1:" + port() + "/webhooks";
    }
}
