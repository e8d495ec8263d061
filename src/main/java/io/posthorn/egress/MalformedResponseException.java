package io.posthorn.egress;

import java.io.IOException;

/** What came back is not a response that we accept; the cause says what the decoder stumbled over. */
final class MalformedResponseException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedResponseException(String message, Throwable cause) {
        super(message, cause);
    }

    MalformedResponseException(String message) {
        super(message);
    }
}
