package io.posthorn.access;

import io.posthorn.api.PageRequest;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of keys and tokens. */
@Component
final class R2dbcKeys {

    private static final String COLUMNS = """
            id, organization_id, kind, hint, name, grants, applications, requests_per_second, feature_flags,
            expires_at, last_used_at
            """;

    private static final String FIND = "SELECT %s FROM access_key WHERE hash = :hash".formatted(COLUMNS);

    private static final String REQUIRE = """
            SELECT %s FROM access_key WHERE organization_id = :organization AND id = :id AND kind = 'api_key'
            """.formatted(COLUMNS);

    private static final String LIST = """
            SELECT %s FROM access_key
            WHERE organization_id = :organization AND kind = 'api_key' AND id %s :beyond
            ORDER BY id %s LIMIT :count
            """;

    private static final String INSERT = """
            INSERT INTO access_key (id, organization_id, kind, hash, hint, name, grants, applications,
                                    requests_per_second, expires_at, session_id, feature_flags)
            VALUES (:id, :organization, :kind, :hash, :hint, :name, :grants, :applications,
                    :rate, :expires, :session, :flags)
            RETURNING %s
            """.formatted(COLUMNS);

    private static final String EXPIRE = """
            UPDATE access_key SET expires_at = least(expires_at, :at)
            WHERE organization_id = :organization AND id = :id AND kind = :kind
            """;

    private static final String EXPIRE_PORTAL = """
            UPDATE access_key SET expires_at = least(expires_at, :at)
            WHERE organization_id = :organization AND kind = 'portal' AND applications @> ARRAY[:application]
              AND (:sessions IS NULL OR session_id = ANY(:sessions))
            """;

    private static final String USED = """
            UPDATE access_key SET last_used_at = :at WHERE id = ANY(:ids)
            """;

    private static final String REMOVE_EXPIRED = """
            DELETE FROM access_key
            WHERE expires_at < CASE kind WHEN 'portal' THEN :at ELSE CAST(:at AS timestamptz) - interval '30 days' END
            """;

    private static final String ENDING_IN_USE = """
            SELECT %s FROM access_key
            WHERE kind = 'api_key' AND expires_at > :now AND expires_at < :until AND last_used_at > :usedSince
            ORDER BY expires_at LIMIT 20
            """.formatted(COLUMNS);

    private final DatabaseClient database;

    R2dbcKeys(DatabaseClient database) {
        this.database = database;
    }

    Mono<StoredKey> find(byte[] hash) {
        return database.sql(FIND).bind("hash", hash).map(R2dbcKeys::key).one();
    }

    Mono<StoredKey> find(UUID organization, UUID id) {
        return database.sql(REQUIRE)
                .bind("organization", organization)
                .bind("id", id)
                .map(R2dbcKeys::key)
                .one();
    }

    Flux<StoredKey> list(UUID organization, PageRequest page) {
        boolean up = page.readsAscending();
        return database.sql(LIST.formatted(COLUMNS, up ? ">" : "<", up ? "ASC" : "DESC"))
                .bind("organization", organization)
                .bind("beyond", page.position(IdKind.KEY))
                .bind("count", page.fetch())
                .map(R2dbcKeys::key)
                .all();
    }

    Mono<StoredKey> insert(UUID id, UUID organization, NewKey key, byte[] hash, String hint) {
        return database.sql(INSERT)
                .bind("id", id)
                .bind("organization", organization)
                .bind("kind", key.kind().text())
                .bind("hash", hash)
                .bind("hint", hint)
                .bind("name", key.name())
                .bind("grants", texts(key.grants()))
                .bind("applications", ids(key.applications()))
                .bind("rate", Parameters.in(R2dbcType.INTEGER, key.requestsPerSecond()))
                .bind("expires", Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, key.expiresAt()))
                .bind("session", Parameters.in(R2dbcType.VARCHAR, key.sessionId()))
                .bind("flags", texts(key.featureFlags()))
                .map(R2dbcKeys::key)
                .one();
    }

    /** Brings the end of a key forward; never puts it off. */
    Mono<Long> expire(UUID organization, Credential.Kind kind, UUID id, Instant at) {
        return database.sql(EXPIRE)
                .bind("organization", organization)
                .bind("kind", kind.text())
                .bind("id", id)
                .bind("at", at)
                .fetch()
                .rowsUpdated();
    }

    /** The same for all portal tokens of an application, or for those of some sessions. */
    Mono<Long> expirePortal(UUID organization, UUID application, @Nullable Set<String> sessions, Instant at) {
        return database.sql(EXPIRE_PORTAL)
                .bind("organization", organization)
                .bind("application", application)
                .bind("sessions", texts(sessions))
                .bind("at", at)
                .fetch()
                .rowsUpdated();
    }

    Mono<Long> used(Collection<UUID> ids, Instant at) {
        return database.sql(USED)
                .bind("ids", ids.toArray(UUID[]::new))
                .bind("at", at)
                .fetch()
                .rowsUpdated();
    }

    /** API keys of all organizations that were used since, and end between the two moments; the first ones first. */
    Flux<StoredKey> endingInUse(Instant now, Instant until, Instant usedSince) {
        return database.sql(ENDING_IN_USE)
                .bind("now", now)
                .bind("until", until)
                .bind("usedSince", usedSince)
                .map(R2dbcKeys::key)
                .all();
    }

    Mono<Long> removeExpired(Instant at) {
        return database.sql(REMOVE_EXPIRED).bind("at", at).fetch().rowsUpdated();
    }

    private static Parameter texts(@Nullable Collection<String> texts) {
        return Parameters.in(PostgresqlObjectId.TEXT_ARRAY, texts == null ? null : texts.toArray(String[]::new));
    }

    private static Parameter ids(@Nullable Collection<UUID> ids) {
        return Parameters.in(PostgresqlObjectId.UUID_ARRAY, ids == null ? null : ids.toArray(UUID[]::new));
    }

    private static StoredKey key(Readable row) {
        UUID[] applications = row.get("applications", UUID[].class);
        String[] flags = row.get("feature_flags", String[].class);
        return new StoredKey(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "organization_id", UUID.class),
                Credential.Kind.valueOf(
                        Columns.required(row, "kind", String.class).toUpperCase(Locale.ROOT)),
                Columns.required(row, "hint", String.class),
                Columns.required(row, "name", String.class),
                List.of(Columns.required(row, "grants", String[].class)),
                applications == null ? null : Set.of(applications),
                row.get("requests_per_second", Integer.class),
                flags == null ? Set.of() : Set.of(flags),
                row.get("expires_at", Instant.class),
                row.get("last_used_at", Instant.class));
    }
}
