package io.posthorn.endpoint;

import io.posthorn.postgres.Columns;
import io.posthorn.vault.Sealed;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows that are not sealed with the current key; what they hold stays the same, so no version changes. */
@Component
final class R2dbcSealedRows {

    private static final String KEYS = """
            SELECT key, count(*) AS amount FROM (
                SELECT sealed_with AS key FROM endpoint_secret WHERE sealed_with IS NOT NULL
                UNION ALL SELECT headers_sealed_with FROM endpoint
                WHERE headers_sealed_with IS NOT NULL AND deleted_at IS NULL) AS sealed
            GROUP BY key ORDER BY key
            """;

    private static final String SOME_SECRETS = """
            SELECT id, sealed_with AS key, key AS bytes FROM endpoint_secret
            WHERE id IN (
                (SELECT id FROM endpoint_secret WHERE sealed_with = :key ORDER BY id LIMIT 1)
                UNION (SELECT id FROM endpoint_secret WHERE sealed_with = :key ORDER BY id DESC LIMIT 1))
            """;

    private static final String SOME_HEADERS = """
            SELECT id, headers_sealed_with AS key, headers AS bytes FROM endpoint
            WHERE headers_sealed_with = :key AND deleted_at IS NULL ORDER BY id LIMIT 1
            """;

    private static final String SECRETS = """
            SELECT id, sealed_with AS key, key AS bytes FROM endpoint_secret
            WHERE sealed_with IS DISTINCT FROM :current AND id > :beyond ORDER BY id LIMIT :count
            """;

    private static final String HEADERS = """
            SELECT id, headers_sealed_with AS key, headers AS bytes FROM endpoint
            WHERE headers_sealed_with <> :current AND id > :beyond ORDER BY id LIMIT :count
            """;

    private static final String WRITE_SECRET = """
            UPDATE endpoint_secret SET key = :bytes, sealed_with = :key
            WHERE id = :id AND sealed_with IS NOT DISTINCT FROM :oldKey AND key = :oldBytes
            """;

    private static final String WRITE_HEADERS = """
            UPDATE endpoint SET headers = :bytes, headers_sealed_with = :key
            WHERE id = :id AND headers_sealed_with = :oldKey AND headers = :oldBytes
            """;

    private final DatabaseClient database;

    R2dbcSealedRows(DatabaseClient database) {
        this.database = database;
    }

    /** How many values are sealed with each key, in the order of the keys' ids. */
    Flux<SealedValues.Pile> piles() {
        return database.sql(KEYS)
                .map(row -> new SealedValues.Pile(
                        Columns.required(row, "key", String.class), Columns.required(row, "amount", Long.class)))
                .all();
    }

    /** The oldest and the newest secret that is sealed with the key. */
    Flux<Row> someSecrets(String key) {
        return some(SOME_SECRETS, key);
    }

    /** The headers of one endpoint that are sealed with the key. */
    Flux<Row> someHeaders(String key) {
        return some(SOME_HEADERS, key);
    }

    private Flux<Row> some(String sql, String key) {
        return database.sql(sql).bind("key", key).map(R2dbcSealedRows::row).all();
    }

    Flux<Row> secrets(String currentKey, UUID beyond, int count) {
        return rows(SECRETS, currentKey, beyond, count);
    }

    Flux<Row> headers(String currentKey, UUID beyond, int count) {
        return rows(HEADERS, currentKey, beyond, count);
    }

    /** Whether the row was still as it was read. */
    Mono<Boolean> replaceSecret(Row old, Sealed sealed) {
        return replace(WRITE_SECRET, old, sealed);
    }

    /** Whether the row was still as it was read. */
    Mono<Boolean> replaceHeaders(Row old, Sealed sealed) {
        return replace(WRITE_HEADERS, old, sealed);
    }

    private Flux<Row> rows(String sql, String currentKey, UUID beyond, int count) {
        return database.sql(sql)
                .bind("current", currentKey)
                .bind("beyond", beyond)
                .bind("count", count)
                .map(R2dbcSealedRows::row)
                .all();
    }

    private Mono<Boolean> replace(String sql, Row old, Sealed sealed) {
        return database.sql(sql)
                .bind("id", old.id())
                .bind("bytes", sealed.bytes())
                .bind("key", sealed.keyId())
                .bind("oldKey", Parameters.in(R2dbcType.VARCHAR, old.keyId()))
                .bind("oldBytes", old.bytes())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Row row(Readable row) {
        return new Row(
                Columns.required(row, "id", UUID.class),
                row.get("key", String.class),
                Columns.required(row, "bytes", byte[].class));
    }

    /**
     * A value at rest.
     *
     * @param keyId null for one that is in the clear
     */
    record Row(UUID id, @Nullable String keyId, byte[] bytes) {

        @Override
        public String toString() {
            return "row " + id;
        }
    }
}
