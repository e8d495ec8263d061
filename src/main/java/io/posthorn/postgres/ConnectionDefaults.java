package io.posthorn.postgres;

import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.APPLICATION_NAME;
import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.LOCK_WAIT_TIMEOUT;
import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.PREPARED_STATEMENT_CACHE_QUERIES;
import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.TARGET_SERVER_TYPE;
import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.TCP_KEEPALIVE;
import static io.r2dbc.spi.ConnectionFactoryOptions.CONNECT_TIMEOUT;
import static io.r2dbc.spi.ConnectionFactoryOptions.HOST;
import static io.r2dbc.spi.ConnectionFactoryOptions.STATEMENT_TIMEOUT;

import io.r2dbc.postgresql.MultiHostConnectionStrategy.TargetServerType;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.time.Duration;

/** What every connection is opened with unless its URL says otherwise. The driver's own defaults wait for ever. */
final class ConnectionDefaults {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration STATEMENT = Duration.ofSeconds(30);
    private static final Duration LOCK = Duration.ofSeconds(10);

    /** The driver keeps every statement it ever prepared unless told how many. */
    private static final int PREPARED_STATEMENTS = 64;

    private ConnectionDefaults() {}

    /** Adds what is missing. */
    static void addTo(ConnectionFactoryOptions.Builder builder) {
        ConnectionFactoryOptions given = builder.build();
        addMissing(builder, given, TCP_KEEPALIVE, true);
        addMissing(builder, given, CONNECT_TIMEOUT, CONNECT);
        addMissing(builder, given, STATEMENT_TIMEOUT, STATEMENT);
        addMissing(builder, given, LOCK_WAIT_TIMEOUT, LOCK);
        addMissing(builder, given, PREPARED_STATEMENT_CACHE_QUERIES, PREPARED_STATEMENTS);
        addMissing(builder, given, APPLICATION_NAME, "posthorn");
        if (given.hasOption(HOST) && String.valueOf(given.getValue(HOST)).contains(",")) {
            addMissing(builder, given, TARGET_SERVER_TYPE, TargetServerType.PRIMARY);
        }
    }

    private static <T> void addMissing(
            ConnectionFactoryOptions.Builder builder, ConnectionFactoryOptions given, Option<T> option, T value) {
        if (!given.hasOption(option)) {
            builder.option(option, value);
        }
    }
}
