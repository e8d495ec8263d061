package io.posthorn.access;

import io.posthorn.api.Problem;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Opens, finds and ends the sessions of people in browsers. A session is as good as the key it was opened with: it has
 * the key's permissions, and ends at once when the key does.
 */
public final class Sessions {

    private static final Duration LIFETIME = Duration.ofHours(12);

    private final R2dbcSessions table;
    private final KeyRing keys;
    private final AdminKey adminKey;
    private final FailedSignIns failures;
    private final InstantSource clock;

    Sessions(R2dbcSessions table, KeyRing keys, AdminKey adminKey, FailedSignIns failures, InstantSource clock) {
        this.table = table;
        this.keys = keys;
        this.adminKey = adminKey;
        this.failures = failures;
        this.clock = clock;
    }

    /**
     * Opens a session for whoever shows a key.
     *
     * @param remote whence the key comes, to slow down those who guess
     * @throws Problem 401 for a key that is not known, 403 for one that may not look at anything, 429 after too many
     */
    public Mono<Session.Opened> open(String key, @Nullable InetSocketAddress remote) {
        return guarded(
                        remote,
                        keys.findHashed(KeyText.hash(key)),
                        "This key is not known here, or no longer valid."
                                + " Check that it belongs to this installation and was copied whole.")
                .filter(caller -> caller.may(Permission.READ))
                .switchIfEmpty(Mono.error(() -> Problem.forbidden("This key may send messages and nothing else."
                        + " Use a key with the scope read, manage or admin to sign in.")))
                .flatMap(caller -> opened(caller, KeyText.hash(key)));
    }

    /**
     * Opens a session for whoever comes first with a link.
     *
     * @throws Problem 401 when it was used, is too old or never was
     */
    public Mono<Session.Opened> redeem(String link, @Nullable InetSocketAddress remote) {
        Mono<Caller> taken = Mono.defer(() -> table.takeLink(KeyText.hash(link), clock.instant()))
                .filter(count -> count > 0)
                .flatMap(_ -> adminKey.renewed())
                .flatMap(admin -> keys.findHashed(admin.hash()));
        return guarded(
                        remote,
                        taken,
                        "This link was used already, or is older than 15 minutes. Make a new one with"
                                + " 'java -jar posthorn.jar sign-in-link', or sign in with a key.")
                .flatMap(caller -> opened(caller, adminKey.hash()));
    }

    /** The session of a cookie; empty when it was ended, or its key was. */
    public Mono<Session> find(String cookie) {
        return Mono.defer(
                        () -> table.find(KeyText.hash(cookie), clock.instant()).cache())
                .flatMap(row -> keys.findHashed(row.keyHash())
                        .map(caller -> new Session(caller, row.expiresAt(), formToken(cookie))));
    }

    /** Signs out. */
    public Mono<Void> end(String cookie) {
        return table.delete(KeyText.hash(cookie)).then();
    }

    private Mono<Caller> guarded(@Nullable InetSocketAddress remote, Mono<Caller> attempt, String otherwise) {
        return Mono.fromRunnable(() -> failures.check(remote))
                .then(attempt)
                .doOnNext(_ -> failures.succeeded(remote))
                .switchIfEmpty(Mono.error(() -> {
                    failures.failed(remote);
                    return Problem.unauthenticated(otherwise);
                }));
    }

    private Mono<Session.Opened> opened(Caller caller, byte[] keyHash) {
        String cookie = KeyText.generate(KeyText.SESSION);
        Instant expiresAt = clock.instant().plus(LIFETIME);
        return table.insert(KeyText.hash(cookie), keyHash, expiresAt)
                .thenReturn(new Session.Opened(cookie, new Session(caller, expiresAt, formToken(cookie))));
    }

    /** Follows from the cookie, which no other site can read, and does not give it away. */
    private static String formToken(String cookie) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(KeyText.hash("form " + cookie));
    }
}
