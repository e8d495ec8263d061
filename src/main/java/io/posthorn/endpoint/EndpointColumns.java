package io.posthorn.endpoint;

import io.posthorn.application.DeliverySettingsColumns;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.posthorn.postgres.JsonColumns;
import io.posthorn.signing.SigningSecret;
import io.posthorn.vault.CannotOpenException;
import io.r2dbc.spi.Readable;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads an {@link Endpoint} from the columns that both of its queries select. */
final class EndpointColumns {

    /** Of a table named {@code e}; the keys are those that sign now, newest first: row, bytes, and what seals them. */
    static final String SELECTED = """
            e.id, e.application_id, e.uid, e.url, e.description, e.disabled, e.disabled_reason, e.event_types,
            e.channels, e.throttle_rate, e.metadata::text AS metadata, e.headers, e.headers_sealed_with,
            e.retry::text AS retry, e.timeout_seconds, e.form::text AS form, e.condition::text AS condition,
            e.last_test::text AS last_test, e.missed_since, e.version, e.updated_at, e.changed_by,
            ARRAY(SELECT concat_ws(' ', s.id, encode(s.key, 'hex'), s.sealed_with) FROM endpoint_secret s
                  WHERE s.endpoint_id = e.id AND (s.expires_at IS NULL OR s.expires_at > now())
                  ORDER BY s.id DESC) AS keys
            """;

    private static final Logger LOG = LoggerFactory.getLogger(EndpointColumns.class);

    private final EndpointSeals seals;

    EndpointColumns(EndpointSeals seals) {
        this.seals = seals;
    }

    Endpoint endpoint(Readable row) {
        UUID id = Columns.required(row, "id", UUID.class);
        Guarded guarded = guarded(row, id);
        return new Endpoint(
                id,
                Columns.required(row, "application_id", UUID.class),
                row.get("uid", String.class),
                URI.create(Columns.required(row, "url", String.class)),
                Columns.required(row, "description", String.class),
                Columns.required(row, "disabled", Boolean.class),
                row.get("disabled_reason", String.class),
                names(row.get("event_types", String[].class)),
                names(row.get("channels", String[].class)),
                row.get("throttle_rate", Integer.class),
                JsonColumns.readTexts(Columns.required(row, "metadata", String.class)),
                guarded.headers(),
                guarded.secrets(),
                DeliverySettingsColumns.read(row),
                shape(row, id),
                LastTest.stored(row.get("last_test", String.class)),
                row.get("missed_since", Instant.class),
                Columns.required(row, "version", Long.class),
                Columns.required(row, "updated_at", Instant.class),
                row.get("changed_by", String.class));
    }

    /** Of one that cannot be read nothing is sent, which its owner can see; all others are read. */
    private static Shape shape(Readable row, UUID id) {
        String form = row.get("form", String.class);
        String condition = row.get("condition", String.class);
        if (form == null && condition == null) {
            return Shape.NONE;
        }
        try {
            return ShapeReader.stored(form, condition);
        } catch (RuntimeException unreadable) {
            error(
                    id,
                    "the form or condition of endpoint {} cannot be read; its messages are discarded until it is saved"
                            + " again: {}",
                    unreadable.toString());
            return Shape.UNREADABLE;
        }
    }

    private static @Nullable Set<String> names(String @Nullable [] names) {
        return names == null ? null : Set.of(names);
    }

    /** One endpoint that cannot be opened must not keep all others from being read. */
    private Guarded guarded(Readable row, UUID id) {
        try {
            return new Guarded(
                    seals.headers(id, row.get("headers_sealed_with", String.class), row.get("headers", byte[].class)),
                    secrets(Columns.required(row, "keys", String[].class)));
        } catch (CannotOpenException locked) {
            error(
                    id,
                    "endpoint {} cannot be opened: {}; its deliveries are held until this node has the key",
                    String.valueOf(locked.getMessage()));
            return Guarded.LOCKED;
        }
    }

    private static void error(UUID id, String sentence, String reason) {
        String endpoint = IdKind.ENDPOINT.format(id);
        LOG.atError().addKeyValue("endpoint_id", endpoint).log(sentence, endpoint, reason);
    }

    private List<SigningSecret> secrets(String[] keys) {
        return Arrays.stream(keys).map(this::secret).toList();
    }

    private SigningSecret secret(String key) {
        String[] parts = key.split(" ");
        return seals.secret(
                UUID.fromString(parts[0]),
                parts.length > 2 ? parts[2] : null,
                HexFormat.of().parseHex(parts[1]));
    }

    /** What is sealed of an endpoint. */
    private record Guarded(EndpointHeaders headers, List<SigningSecret> secrets) {

        static final Guarded LOCKED = new Guarded(EndpointHeaders.LOCKED, List.of());
    }
}
