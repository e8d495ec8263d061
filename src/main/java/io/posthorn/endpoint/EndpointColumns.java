package io.posthorn.endpoint;

import io.posthorn.postgres.Columns;
import io.posthorn.postgres.JsonColumns;
import io.posthorn.signing.SigningSecret;
import io.r2dbc.spi.Readable;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads an {@link Endpoint} from the columns that both of its queries select. */
final class EndpointColumns {

    /** Of a table named {@code e}; the keys are those that sign now, newest first. */
    static final String SELECTED = """
            e.id, e.application_id, e.uid, e.url, e.description, e.disabled, e.disabled_reason, e.event_types,
            e.channels, e.throttle_rate, e.metadata::text AS metadata, e.version, e.updated_at,
            ARRAY(SELECT encode(s.key, 'hex') FROM endpoint_secret s
                  WHERE s.endpoint_id = e.id AND (s.expires_at IS NULL OR s.expires_at > now())
                  ORDER BY s.id DESC) AS keys
            """;

    private EndpointColumns() {}

    static Endpoint endpoint(Readable row) {
        return new Endpoint(
                Columns.required(row, "id", UUID.class),
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
                secrets(Columns.required(row, "keys", String[].class)),
                Columns.required(row, "version", Long.class),
                Columns.required(row, "updated_at", Instant.class));
    }

    private static @Nullable Set<String> names(String @Nullable [] names) {
        return names == null ? null : Set.of(names);
    }

    private static List<SigningSecret> secrets(String[] keys) {
        return Arrays.stream(keys)
                .map(HexFormat.of()::parseHex)
                .map(SigningSecret::new)
                .toList();
    }
}
