package io.posthorn.access;

import java.time.Instant;

/**
 * Somebody who is signed in to the pages.
 *
 * @param caller whom the key behind the session stands for, at this moment
 * @param expiresAt when it ends at the latest
 * @param formToken what every form of the session carries and nobody else knows
 */
public record Session(Caller caller, Instant expiresAt, String formToken) {

    /**
     * A session that was just opened.
     *
     * @param cookie what the browser shows from now on; kept nowhere else
     */
    public record Opened(String cookie, Session session) {}
}
