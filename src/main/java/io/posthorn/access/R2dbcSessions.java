package io.posthorn.access;

import io.posthorn.postgres.Columns;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The tables of sessions in browsers and of links that open one. */
@Component
final class R2dbcSessions {

    private static final String INSERT = """
            INSERT INTO browser_session (hash, key_hash, expires_at) VALUES (:hash, :key, :expires)
            """;

    private static final String FIND = """
            SELECT key_hash, expires_at FROM browser_session WHERE hash = :hash AND expires_at > :at
            """;

    private static final String DELETE = "DELETE FROM browser_session WHERE hash = :hash";

    private static final String INSERT_LINK = "INSERT INTO sign_in_link (hash, expires_at) VALUES (:hash, :expires)";

    private static final String TAKE_LINK = "DELETE FROM sign_in_link WHERE hash = :hash AND expires_at > :at";

    private static final String REMOVE_EXPIRED = """
            WITH links AS (DELETE FROM sign_in_link WHERE expires_at <= :at)
            DELETE FROM browser_session WHERE expires_at <= :at
            """;

    private final DatabaseClient database;

    R2dbcSessions(DatabaseClient database) {
        this.database = database;
    }

    /** A session as it is kept. */
    record Row(byte[] keyHash, Instant expiresAt) {}

    Mono<Long> insert(byte[] hash, byte[] keyHash, Instant expiresAt) {
        return database.sql(INSERT)
                .bind("hash", hash)
                .bind("key", keyHash)
                .bind("expires", expiresAt)
                .fetch()
                .rowsUpdated();
    }

    Mono<Row> find(byte[] hash, Instant at) {
        return database.sql(FIND)
                .bind("hash", hash)
                .bind("at", at)
                .map(row -> new Row(
                        Columns.required(row, "key_hash", byte[].class),
                        Columns.required(row, "expires_at", Instant.class)))
                .one();
    }

    Mono<Long> delete(byte[] hash) {
        return database.sql(DELETE).bind("hash", hash).fetch().rowsUpdated();
    }

    Mono<Long> insertLink(byte[] hash, Instant expiresAt) {
        return database.sql(INSERT_LINK)
                .bind("hash", hash)
                .bind("expires", expiresAt)
                .fetch()
                .rowsUpdated();
    }

    /** One for the only one who gets the link, none for everybody else. */
    Mono<Long> takeLink(byte[] hash, Instant at) {
        return database.sql(TAKE_LINK).bind("hash", hash).bind("at", at).fetch().rowsUpdated();
    }

    Mono<Long> removeExpired(Instant at) {
        return database.sql(REMOVE_EXPIRED).bind("at", at).fetch().rowsUpdated();
    }
}
