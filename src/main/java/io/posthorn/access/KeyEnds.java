package io.posthorn.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import reactor.core.publisher.Flux;

/** Which API keys end soon although somebody still uses them: whoever does is in for a surprise. */
public final class KeyEnds {

    private static final Duration IN_USE = Duration.ofDays(1);

    private final R2dbcKeys table;
    private final InstantSource clock;

    KeyEnds(R2dbcKeys table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /** A key that ends. */
    public record KeyEnd(String id, String name, Instant at) {}

    /** Those of all organizations that were used within a day and end within this time, the first 20, first ones first. */
    public Flux<KeyEnd> within(Duration time) {
        return Flux.defer(() -> {
                    Instant now = clock.instant();
                    return table.endingInUse(now, now.plus(time), now.minus(IN_USE));
                })
                .map(key -> new KeyEnd(
                        key.publicId(), key.name(), key.expiresAt() == null ? Instant.MAX : key.expiresAt()));
    }
}
