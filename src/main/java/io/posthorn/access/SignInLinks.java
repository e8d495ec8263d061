package io.posthorn.access;

import java.time.Duration;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** Makes links that sign somebody in to the pages once, as whoever holds the installation's own key. */
public final class SignInLinks {

    /** How long a link may be used. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    private final R2dbcSessions table;
    private final InstantSource clock;

    SignInLinks(R2dbcSessions table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /** The path of a new link, to be put behind the address of the installation. */
    public Mono<String> create() {
        return Mono.defer(() -> {
            String text = KeyText.generate(KeyText.LINK);
            return table.insertLink(KeyText.hash(text), clock.instant().plus(LIFETIME))
                    .thenReturn("/dashboard/sign-in?link=" + text);
        });
    }
}
