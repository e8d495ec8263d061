package io.posthorn.idempotency;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The table of answers. Its clock is the database's, which all nodes share. */
@Component
final class R2dbcAnswers {

    /**
     * A row is taken over when it is past its time, or when whoever worked on the same request is past theirs and has
     * made nothing. When another transaction makes the row while this runs, neither half sees it and there is no result.
     */
    private static final String CLAIM = """
            WITH won AS (
                INSERT INTO idempotent_answer AS known (hash, request_hash, claim, leased_until, expires_at)
                VALUES (:hash, :request, :claim, now() + interval '60 seconds', now() + interval '24 hours')
                ON CONFLICT (hash) DO UPDATE
                SET request_hash = excluded.request_hash, claim = excluded.claim,
                    leased_until = excluded.leased_until, expires_at = excluded.expires_at,
                    status = NULL, answer = NULL, made = NULL
                WHERE known.expires_at <= now()
                   OR (known.status IS NULL AND known.made IS NULL AND known.leased_until <= now())
                RETURNING claim, request_hash, status, answer, made
            )
            SELECT claim, request_hash, status, answer, made FROM won
            UNION ALL
            SELECT claim, request_hash, status, answer, made FROM idempotent_answer
            WHERE hash = :hash AND NOT EXISTS (SELECT FROM won)
            """;

    private static final String ANSWER = """
            UPDATE idempotent_answer SET status = :status, answer = :answer
            WHERE hash = :hash AND claim = :claim AND status IS NULL
            """;

    private static final String MADE = """
            UPDATE idempotent_answer SET made = :name WHERE hash = :hash AND claim = :claim AND status IS NULL
            """;

    private static final String RELEASE = """
            DELETE FROM idempotent_answer
            WHERE hash = :hash AND claim = :claim AND status IS NULL AND made IS NULL
            """;

    private static final String REMOVE_EXPIRED = """
            DELETE FROM idempotent_answer WHERE hash IN (
                SELECT hash FROM idempotent_answer WHERE expires_at <= now() LIMIT 10000 FOR UPDATE SKIP LOCKED)
            """;

    private final DatabaseClient database;

    R2dbcAnswers(DatabaseClient database) {
        this.database = database;
    }

    Mono<Claim> claim(KeyedRequest request, UUID claim) {
        return database.sql(CLAIM)
                .bind("hash", request.hash())
                .bind("request", request.request())
                .bind("claim", claim)
                .map(row -> result(row, request, claim))
                .one()
                .defaultIfEmpty(new Claim.InProgress());
    }

    Mono<Long> answer(KeyedRequest request, UUID claim, int status, byte[] sealed) {
        return database.sql(ANSWER)
                .bind("hash", request.hash())
                .bind("claim", claim)
                .bind("status", status)
                .bind("answer", sealed)
                .fetch()
                .rowsUpdated();
    }

    /** Writes down what the work has made, within its transaction; whether the claim was still there. */
    Mono<Boolean> made(KeyedRequest request, UUID claim, String name) {
        return database.sql(MADE)
                .bind("hash", request.hash())
                .bind("claim", claim)
                .bind("name", name)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Gives the claim up, unless something was made. */
    Mono<Long> release(KeyedRequest request, UUID claim) {
        return database.sql(RELEASE)
                .bind("hash", request.hash())
                .bind("claim", claim)
                .fetch()
                .rowsUpdated();
    }

    Mono<Long> removeExpired() {
        return database.sql(REMOVE_EXPIRED).fetch().rowsUpdated();
    }

    private static Claim result(Readable row, KeyedRequest request, UUID claim) {
        UUID holder = Columns.required(row, "claim", UUID.class);
        if (holder.equals(claim)) {
            return new Claim.Won(claim);
        }
        if (!Columns.required(row, "request_hash", UUID.class).equals(request.request())) {
            return new Claim.OtherRequest();
        }
        Integer status = row.get("status", Integer.class);
        if (status != null) {
            return new Claim.Answered(status, Columns.required(row, "answer", byte[].class));
        }
        String made = row.get("made", String.class);
        return made == null ? new Claim.InProgress() : new Claim.Made(holder, made);
    }
}
