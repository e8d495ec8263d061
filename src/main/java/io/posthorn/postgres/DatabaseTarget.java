package io.posthorn.postgres;

import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;

/**
 * The database as those reach it who need a connection of their own, past any pooler.
 *
 * @param options address, credentials and {@linkplain ConnectionDefaults defaults}
 * @param embedded whether the server is our own
 */
record DatabaseTarget(ConnectionFactoryOptions options, boolean embedded) {

    /** @throws StartRefusedException when there is no address, or it is no PostgreSQL address */
    static DatabaseTarget of(
            @Nullable R2dbcConnectionDetails details, PostgresProperties properties, boolean embedded) {
        if (details == null) {
            throw new StartRefusedException(
                    "Profile server needs a PostgreSQL server, and SPRING_R2DBC_URL is not set.",
                    "Set SPRING_R2DBC_URL=r2dbc:postgresql://host:5432/database with SPRING_R2DBC_USERNAME and"
                            + " SPRING_R2DBC_PASSWORD.");
        }
        ConnectionFactoryOptions.Builder options = direct(details, properties).mutate();
        ConnectionDefaults.addTo(options);
        return new DatabaseTarget(options.build(), embedded);
    }

    private static ConnectionFactoryOptions direct(R2dbcConnectionDetails details, PostgresProperties properties) {
        ConnectionFactoryOptions pooled;
        ConnectionFactoryOptions direct;
        try {
            pooled = details.getConnectionFactoryOptions();
            direct = properties.directUrl() == null ? pooled : ConnectionFactoryOptions.parse(properties.directUrl());
        } catch (IllegalArgumentException e) {
            // The cause's message may quote the URL, and the URL may hold a password.
            throw notPostgres();
        }
        if (!JdbcAddress.isPostgres(pooled) || !JdbcAddress.isPostgres(direct)) {
            throw notPostgres();
        }
        return withCredentials(direct, pooled);
    }

    private static ConnectionFactoryOptions withCredentials(
            ConnectionFactoryOptions direct, ConnectionFactoryOptions pooled) {
        ConnectionFactoryOptions.Builder options = pooled.mutate();
        return direct == pooled ? pooled : options.from(direct).build();
    }

    private static StartRefusedException notPostgres() {
        return new StartRefusedException(
                "SPRING_R2DBC_URL (or POSTHORN_POSTGRES_DIRECT_URL) is not the R2DBC URL of a PostgreSQL database.",
                "It must look like r2dbc:postgresql://host:5432/database.");
    }
}
