package io.posthorn.receiver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads HTTP/1.1 requests off one connection. */
final class RequestReader {

    private final InputStream in;
    private final int connection;

    RequestReader(InputStream in, int connection) {
        this.in = new BufferedInputStream(in);
        this.connection = connection;
    }

    /** The next request; empty when the sender hung up instead. */
    Optional<ReceivedRequest> next() throws IOException {
        String requestLine = line();
        if (requestLine.isEmpty()) {
            return Optional.empty();
        }
        String[] words = requestLine.split(" ", 3);
        Map<String, List<String>> headers = headers();
        byte[] body = in.readNBytes(length(headers));
        return Optional.of(new ReceivedRequest(words[0], words[1], headers, body, System.nanoTime(), connection));
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new EOFException("the sender hung up within a header: " + line);
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static int length(Map<String, List<String>> headers) {
        if (headers.containsKey("transfer-encoding")) {
            throw new AssertionError("a webhook is sent with its length, not in chunks");
        }
        return headers.containsKey("content-length")
                ? Integer.parseInt(headers.get("content-length").getFirst())
                : 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && line.isEmpty()) {
                return "";
            }
            if (b < 0) {
                throw new EOFException("the sender hung up within a line");
            }
            line.append((char) b);
        }
        return new String(line.toString().getBytes(ISO_8859_1), ISO_8859_1).strip();
    }
}
