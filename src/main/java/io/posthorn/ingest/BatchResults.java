package io.posthorn.ingest;

import io.posthorn.api.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The results of a batch, in the order of its messages, being written as they come. */
final class BatchResults {

    private final ByteArrayOutputStream data = new ByteArrayOutputStream(4_096);
    private int accepted;
    private int failed;
    private @Nullable Problem first;

    void add(BatchResult result) {
        raw(accepted + failed == 0 ? "" : ",");
        if (result.problem() == null) {
            accepted++;
            raw("{\"status\":202,\"replayed\":" + result.repeated() + ",\"message\":");
        } else {
            first = failed == 0 ? result.problem() : first;
            failed++;
            raw("{\"status\":" + result.problem().status() + ",\"error\":");
        }
        data.writeBytes(result.json());
        raw("}");
    }

    /**
     * Does nothing when there is something to tell of single messages.
     *
     * @throws Problem when there were none, or none was accepted for a reason that is not its own
     */
    void requireSome() {
        if (accepted + failed == 0) {
            throw Problem.unprocessable(
                    "empty_batch", "The batch has no message. Send 1 to " + BatchPublisher.MAX_MESSAGES + ".");
        }
        if (accepted == 0 && first != null && (failed == 1 || first.status() == 404 || first.isUnavailable())) {
            throw first;
        }
    }

    /** The answer in UTF-8. */
    byte[] json() {
        String head = "{\"accepted\":" + accepted + ",\"failed\":" + failed + ",\"data\":[";
        byte[] results = data.toByteArray();
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + results.length + 2);
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(results);
        whole.writeBytes(new byte[] {']', '}'});
        return whole.toByteArray();
    }

    private void raw(String ascii) {
        data.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
