package io.posthorn.postgres;

import static io.r2dbc.spi.ConnectionFactoryOptions.DATABASE;
import static io.r2dbc.spi.ConnectionFactoryOptions.DRIVER;
import static io.r2dbc.spi.ConnectionFactoryOptions.HOST;
import static io.r2dbc.spi.ConnectionFactoryOptions.PASSWORD;
import static io.r2dbc.spi.ConnectionFactoryOptions.PORT;
import static io.r2dbc.spi.ConnectionFactoryOptions.PROTOCOL;
import static io.r2dbc.spi.ConnectionFactoryOptions.SSL;
import static io.r2dbc.spi.ConnectionFactoryOptions.USER;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The JDBC form of an R2DBC address; migrations need JDBC.
 *
 * @param url without credentials
 * @param properties the credentials and everything else the driver is told; never to be shown
 */
record JdbcAddress(String url, Map<String, String> properties) {

    /** R2DBC's names of options that are not standard, and JDBC's names of the same. */
    private static final Map<String, String> NAMES = Map.of(
            "sslMode", "sslmode",
            "sslmode", "sslmode",
            "sslRootCert", "sslrootcert",
            "sslCert", "sslcert",
            "sslKey", "sslkey",
            "schema", "currentSchema",
            "currentSchema", "currentSchema");

    /** Translates host or hosts, port, database, credentials, TLS and schema. */
    static JdbcAddress of(ConnectionFactoryOptions options) {
        Map<String, String> properties = new HashMap<>();
        properties.put("user", text(options, USER, ""));
        properties.put("password", text(options, PASSWORD, ""));
        properties.put("ApplicationName", "posthorn start");
        properties.put("connectTimeout", "5");
        properties.put("tcpKeepAlive", "true");
        if (Boolean.parseBoolean(text(options, SSL, "false"))) {
            properties.put("sslmode", "verify-full");
        }
        NAMES.forEach((ours, theirs) -> {
            Option<Object> option = Option.valueOf(ours);
            if (options.hasOption(option)) {
                properties.put(theirs, text(options, option, ""));
            }
        });
        String hosts = hosts(text(options, HOST, "localhost"), text(options, PORT, "5432"));
        if (hosts.contains(",")) {
            properties.put("targetServerType", "primary");
        }
        return new JdbcAddress("jdbc:postgresql://" + hosts + "/" + text(options, DATABASE, ""), properties);
    }

    /** A new connection, or the reason why there is none. */
    Connection connect() throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        return DriverManager.getConnection(url, all);
    }

    @Override
    public String toString() {
        return url;
    }

    /** Whether the options are for PostgreSQL, with or without words for a pool or several hosts around it. */
    static boolean isPostgres(ConnectionFactoryOptions options) {
        return (text(options, DRIVER, "") + ":" + text(options, PROTOCOL, "")).matches(".*\\bpostgres(ql)?\\b.*");
    }

    private static String hosts(String hosts, String port) {
        return Arrays.stream(hosts.split(","))
                .map(host -> host.matches(".*:\\d+") ? host : host + ":" + port)
                .collect(Collectors.joining(","));
    }

    private static String text(ConnectionFactoryOptions options, Option<?> option, String missing) {
        return options.hasOption(option) ? String.valueOf(options.getValue(option)) : missing;
    }
}
