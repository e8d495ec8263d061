package io.posthorn.postgres;

import io.posthorn.postgres.embedded.EmbeddedPostgres;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.springframework.r2dbc.core.DatabaseClient;

/** A database made for one test, with every way to reach it. */
public record TestDatabase(String host, int port, String name, String user, String password) {

    static TestDatabase of(EmbeddedPostgres server) {
        return new TestDatabase("127.0.0.1", server.port(), server.database(), server.user(), server.password());
    }

    /** For {@code spring.r2dbc.url}; without credentials. */
    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + host + ":" + port + "/" + name;
    }

    /** For {@link DriverManager}; without credentials. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    /** As the application would have them, without a pool. */
    public ConnectionFactoryOptions options() {
        ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.parse(r2dbcUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, user)
                .option(ConnectionFactoryOptions.PASSWORD, password);
        ConnectionDefaults.addTo(options);
        return options.build();
    }

    /** Opens a new connection for each subscriber. */
    public ConnectionFactory connectionFactory() {
        return ConnectionFactories.get(options());
    }

    /** A client that opens a connection for each statement. */
    public DatabaseClient client() {
        return DatabaseClient.create(connectionFactory());
    }

    /** The application's own implementation. */
    public DirectConnections directConnections() {
        return new R2dbcDirectConnections(options());
    }

    /** A blocking connection, for the test's own questions. */
    public Connection jdbc() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user, password);
    }

    /** A connection that holds what this statement takes until it is rolled back or closed. */
    public Connection holding(String statement) {
        try {
            Connection connection = jdbc();
            connection.setAutoCommit(false);
            try (var lock = connection.createStatement()) {
                lock.execute(statement);
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** Runs one statement, blocking. */
    public void execute(String sql) {
        try (Connection connection = jdbc();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row as text, blocking; "null" for null. */
    public String ask(String sql) {
        try (Connection connection = jdbc();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            if (!result.next()) {
                throw new IllegalStateException("no row: " + sql);
            }
            return String.valueOf(result.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
