package io.posthorn.postgres;

import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Opens connections with the pool's address, credentials and options, but without its time-outs for statements. */
final class R2dbcDirectConnections implements DirectConnections {

    private final ConnectionFactoryOptions options;

    R2dbcDirectConnections(ConnectionFactoryOptions options) {
        this.options = options;
    }

    @Override
    public Mono<PostgresqlConnection> open(String purpose) {
        return Mono.defer(() -> factory(purpose).create());
    }

    private PostgresqlConnectionFactory factory(String purpose) {
        // Zero is PostgreSQL's word for "no limit"; the owner of a connection watches its own deadlines.
        return new PostgresqlConnectionFactory(PostgresqlConnectionFactoryProvider.builder(options)
                .applicationName("posthorn " + purpose)
                .statementTimeout(Duration.ZERO)
                .lockWaitTimeout(Duration.ZERO)
                .build());
    }
}
