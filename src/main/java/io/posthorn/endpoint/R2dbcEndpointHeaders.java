package io.posthorn.endpoint;

import io.posthorn.vault.Sealed;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The headers that endpoints add, which are sealed as a whole. */
@Component
final class R2dbcEndpointHeaders {

    private static final String WRITE =
            "UPDATE endpoint SET headers = :headers, headers_sealed_with = :key WHERE id = :id";

    private final DatabaseClient database;
    private final EndpointSeals seals;

    R2dbcEndpointHeaders(DatabaseClient database, EndpointSeals seals) {
        this.database = database;
        this.seals = seals;
    }

    /** To be done with a change of the endpoint's version. */
    Mono<Void> write(UUID endpoint, EndpointHeaders headers) {
        @Nullable Sealed sealed = headers.values().isEmpty() ? null : seals.seal(endpoint, headers);
        return database.sql(WRITE)
                .bind("id", endpoint)
                .bind("headers", Parameters.in(R2dbcType.VARBINARY, sealed == null ? null : sealed.bytes()))
                .bind("key", Parameters.in(R2dbcType.VARCHAR, sealed == null ? null : sealed.keyId()))
                .then();
    }
}
