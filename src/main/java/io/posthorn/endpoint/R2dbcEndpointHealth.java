package io.posthorn.endpoint;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of endpoints that are not well; of any tenant, for the machine itself. */
@Component
final class R2dbcEndpointHealth {

    private static final String COLUMNS = "endpoint_id, held_until, reason, failing_since, warned_at, changed_at";
    private static final String CHANGED =
            "SELECT " + COLUMNS + " FROM endpoint_health WHERE changed_at > :since ORDER BY changed_at";

    private static final String HOLD = """
            INSERT INTO endpoint_health (endpoint_id, held_until, reason, failing_since)
            VALUES (:id, :until, :reason, :failing)
            ON CONFLICT (endpoint_id) DO UPDATE
            SET held_until = greatest(endpoint_health.held_until, excluded.held_until), reason = excluded.reason,
                failing_since = coalesce(endpoint_health.failing_since, excluded.failing_since),
                changed_at = clock_timestamp()""";
    private static final String FAILING = """
            INSERT INTO endpoint_health (endpoint_id, failing_since) VALUES (:id, :failing)
            ON CONFLICT (endpoint_id) DO UPDATE
            SET failing_since = coalesce(endpoint_health.failing_since, excluded.failing_since),
                changed_at = clock_timestamp()""";
    private static final String WELL = """
            UPDATE endpoint_health
            SET held_until = NULL, reason = NULL, failing_since = NULL, warned_at = NULL, changed_at = clock_timestamp()
            WHERE endpoint_id = :id""";
    private static final String FORGET = """
            DELETE FROM endpoint_health
            WHERE failing_since IS NULL AND coalesce(held_until, '-infinity') < now()
              AND changed_at < now() - interval '1 hour'""";
    private static final String FAILING_LONG = """
            SELECT health.endpoint_id, held_until, reason, failing_since, warned_at, changed_at
            FROM endpoint_health AS health JOIN endpoint ON endpoint.id = health.endpoint_id
            WHERE failing_since < :before AND NOT endpoint.disabled AND endpoint.deleted_at IS NULL
            ORDER BY failing_since LIMIT 100""";
    /** Emits only on the one node that sets it. */
    private static final String WARN = """
            UPDATE endpoint_health SET warned_at = clock_timestamp(), changed_at = clock_timestamp()
            WHERE endpoint_id = :id AND warned_at IS NULL AND failing_since IS NOT NULL""";

    private final DatabaseClient database;

    R2dbcEndpointHealth(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A row and when it was written.
     *
     * @param health what it says
     */
    record Changed(Health health, Instant at) {}

    Flux<Changed> changedSince(Instant since) {
        return database.sql(CHANGED)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .map(R2dbcEndpointHealth::changed)
                .all();
    }

    Mono<Void> hold(UUID id, Instant until, String reason, @Nullable Instant failingSince) {
        return database.sql(HOLD)
                .bind("id", id)
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .bind("reason", reason)
                .bind("failing", Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, utc(failingSince)))
                .then();
    }

    Mono<Void> failing(UUID id, Instant since) {
        return database.sql(FAILING)
                .bind("id", id)
                .bind("failing", since.atOffset(ZoneOffset.UTC))
                .then();
    }

    Mono<Void> well(UUID id) {
        return database.sql(WELL).bind("id", id).then();
    }

    Mono<Void> forgetThoseThatAreWell() {
        return database.sql(FORGET).then();
    }

    Flux<Health> failingSinceBefore(Instant moment) {
        return database.sql(FAILING_LONG)
                .bind("before", moment.atOffset(ZoneOffset.UTC))
                .map(R2dbcEndpointHealth::changed)
                .all()
                .map(Changed::health);
    }

    /** True for the one call that was the first to warn. */
    Mono<Boolean> warn(UUID id) {
        return database.sql(WARN).bind("id", id).fetch().rowsUpdated().map(rows -> rows == 1);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }

    private static Changed changed(Readable row) {
        return new Changed(
                new Health(
                        Columns.required(row, "endpoint_id", UUID.class),
                        row.get("held_until", Instant.class),
                        row.get("reason", String.class),
                        row.get("failing_since", Instant.class),
                        row.get("warned_at", Instant.class)),
                Columns.required(row, "changed_at", Instant.class));
    }

    /** How much older a row may be than the newest one seen and still be new: its transaction may have been slow. */
    static final Duration LATE = Duration.ofSeconds(10);
}
