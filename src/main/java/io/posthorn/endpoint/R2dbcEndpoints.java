package io.posthorn.endpoint;

import io.posthorn.api.PageRequest;
import io.posthorn.api.Reference;
import io.posthorn.application.DeliverySettingsColumns;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.posthorn.postgres.JsonColumns;
import io.posthorn.postgres.KeysetListing;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The endpoint table; every question and change names the application, which its caller was given for its tenant. */
@Component
final class R2dbcEndpoints {

    private static final String FIND_BY_ID = """
            SELECT %s FROM endpoint e
            WHERE e.application_id = :application AND e.id = :key AND e.deleted_at IS NULL
            """.formatted(EndpointColumns.SELECTED);

    private static final String FIND_BY_UID = """
            SELECT %s FROM endpoint e
            WHERE e.application_id = :application AND e.uid = :key AND e.deleted_at IS NULL
            """.formatted(EndpointColumns.SELECTED);

    private static final KeysetListing LISTING = KeysetListing.of(
            EndpointColumns.SELECTED, "endpoint e", "e.application_id = :application AND e.deleted_at IS NULL", "e.id");

    private static final String INSERT = """
            INSERT INTO endpoint (id, application_id, uid, url, description, disabled, disabled_reason, event_types,
                                  channels, throttle_rate, metadata, retry, timeout_seconds, form, condition, version,
                                  updated_at)
            SELECT :id, a.id, :uid, :url, :description, :disabled, :reason, :eventTypes,
                   :channels, :rate, CAST(:metadata AS jsonb), CAST(:retry AS json), :timeout, CAST(:form AS json),
                   CAST(:condition AS json), :version, :at
            FROM application a WHERE a.id = :application AND a.deleted_at IS NULL
            """;

    private static final String UPDATE = """
            UPDATE endpoint
            SET uid = :uid, url = :url, description = :description, disabled = :disabled, disabled_reason = :reason,
                event_types = :eventTypes, channels = :channels, throttle_rate = :rate,
                metadata = CAST(:metadata AS jsonb), retry = CAST(:retry AS json), timeout_seconds = :timeout,
                form = CAST(:form AS json), condition = CAST(:condition AS json),
                missed_since = CASE WHEN :disabled AND NOT disabled THEN coalesce(missed_since, :at) ELSE missed_since END,
                version = :version, updated_at = :at
            WHERE application_id = :application AND id = :id AND deleted_at IS NULL
            """;

    private static final String DELETE = """
            UPDATE endpoint SET deleted_at = :at, updated_at = :at, version = :version
            WHERE application_id = :application AND id = :id AND deleted_at IS NULL
            """;

    private static final String DISABLE = """
            UPDATE endpoint
            SET disabled = true, disabled_reason = :reason, missed_since = least(missed_since, :missed),
                updated_at = :at, version = :version
            WHERE id = :id AND NOT disabled AND deleted_at IS NULL
            """;

    private static final String USAGE = """
            SELECT count(e.id)::integer AS used, coalesce(a.max_endpoints, -1) AS granted
            FROM application a LEFT JOIN endpoint e ON e.application_id = a.id AND e.deleted_at IS NULL
            WHERE a.id = :application GROUP BY a.id
            """;

    private static final String NOTE_TEST =
            "UPDATE endpoint SET last_test = CAST(:test AS json) WHERE application_id = :application AND id = :id";
    private static final String CAUGHT_UP =
            "UPDATE endpoint SET missed_since = NULL WHERE application_id = :application AND id = :id AND missed_since >= :since";
    private static final String TOUCH = "UPDATE endpoint SET updated_at = :at, version = :version WHERE id = :id";

    private final DatabaseClient database;
    private final EndpointColumns rows;

    R2dbcEndpoints(DatabaseClient database, EndpointColumns rows) {
        this.database = database;
        this.rows = rows;
    }

    Mono<Endpoint> find(UUID application, Reference reference) {
        return switch (reference) {
            case Reference.ById(UUID id) -> find(FIND_BY_ID, application, id);
            case Reference.ByUid(String uid) -> find(FIND_BY_UID, application, uid);
        };
    }

    Flux<Endpoint> list(UUID application, PageRequest page) {
        return database.sql(LISTING.read(page.readsAscending()))
                .bind("application", application)
                .bind("beyond", page.position(IdKind.ENDPOINT))
                .bind("count", page.fetch())
                .map(rows::endpoint)
                .all();
    }

    /** How many endpoints the application has, and may have. */
    Mono<EndpointUsage> usage(UUID application) {
        return database.sql(USAGE)
                .bind("application", application)
                .map(row -> new EndpointUsage(
                        Columns.required(row, "used", Integer.class), Columns.required(row, "granted", Integer.class)))
                .one();
    }

    /** False when the application is deleted. */
    Mono<Boolean> insert(UUID application, UUID id, EndpointIn in, Instant at, long version) {
        String reason = in.disabled() ? DisabledReason.BY_CALLER : null;
        return write(INSERT, application, id, in, reason, at, version);
    }

    /** False when the endpoint is deleted. */
    Mono<Boolean> update(Endpoint current, EndpointIn in, Instant at, long version) {
        String reason = DisabledReason.after(current, in);
        return write(UPDATE, current.applicationId(), current.id(), in, reason, at, version);
    }

    /** False when the endpoint is deleted already. */
    Mono<Boolean> delete(UUID application, UUID id, Instant at, long version) {
        return changedOne(database.sql(DELETE)
                .bind("application", application)
                .bind("id", id)
                .bind("at", at)
                .bind("version", version));
    }

    /**
     * False when the endpoint is disabled or deleted already; of any tenant, for the machine itself.
     *
     * @param missed from when on it got nothing
     */
    Mono<Boolean> disable(UUID id, String reason, Instant missed, Instant at, long version) {
        return changedOne(database.sql(DISABLE)
                .bind("missed", missed.atOffset(ZoneOffset.UTC))
                .bind("id", id)
                .bind("reason", reason)
                .bind("at", at)
                .bind("version", version));
    }

    /** Notes how a test went; no change of the endpoint itself. */
    Mono<Boolean> noteTest(UUID application, UUID id, LastTest test) {
        return changedOne(database.sql(NOTE_TEST)
                .bind("application", application)
                .bind("id", id)
                .bind("test", test.json()));
    }

    /** What it missed since then is being sent; no change of the endpoint itself. */
    Mono<Boolean> caughtUp(UUID application, UUID id, Instant since) {
        return changedOne(database.sql(CAUGHT_UP)
                .bind("application", application)
                .bind("id", id)
                .bind("since", since.atOffset(ZoneOffset.UTC)));
    }

    /** Marks a change that is in other tables. */
    Mono<Boolean> touch(UUID id, Instant at, long version) {
        return changedOne(database.sql(TOUCH).bind("id", id).bind("at", at).bind("version", version));
    }

    private Mono<Endpoint> find(String sql, UUID application, Object key) {
        return database.sql(sql)
                .bind("application", application)
                .bind("key", key)
                .map(rows::endpoint)
                .one();
    }

    private Mono<Boolean> write(
            String sql, UUID application, UUID id, EndpointIn in, @Nullable String reason, Instant at, long version) {
        return changedOne(database.sql(sql)
                .bind("application", application)
                .bind("id", id)
                .bind("uid", Parameters.in(R2dbcType.VARCHAR, in.uid()))
                .bind("url", in.url())
                .bind("description", in.description())
                .bind("disabled", in.disabled())
                .bind("reason", Parameters.in(R2dbcType.VARCHAR, reason))
                .bind("eventTypes", texts(in.eventTypes()))
                .bind("channels", texts(in.channels()))
                .bind("rate", Parameters.in(R2dbcType.INTEGER, in.throttleRate()))
                .bind("metadata", JsonColumns.write(in.metadata()))
                .bind("retry", DeliverySettingsColumns.retry(in.delivery()))
                .bind("timeout", DeliverySettingsColumns.timeout(in.delivery()))
                .bind("form", text(in.shape().formJson()))
                .bind("condition", text(in.shape().conditionJson()))
                .bind("at", at)
                .bind("version", version));
    }

    private static Parameter text(@Nullable String value) {
        return Parameters.in(R2dbcType.VARCHAR, value);
    }

    private static Mono<Boolean> changedOne(DatabaseClient.GenericExecuteSpec statement) {
        return statement.fetch().rowsUpdated().map(rows -> rows == 1);
    }

    private static Parameter texts(@Nullable Set<String> texts) {
        return Parameters.in(PostgresqlObjectId.TEXT_ARRAY, texts == null ? null : texts.toArray(String[]::new));
    }
}
