package io.posthorn.loadtest;

import io.posthorn.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** One database of the server, as Posthorn's processes and as our own questions reach it. */
record Database(EmbeddedPostgres server, String name) {

    /** Makes a new database of this name. */
    static Database create(EmbeddedPostgres server, String name) {
        new Database(server, server.database()).execute("CREATE DATABASE " + name);
        return new Database(server, name);
    }

    /** What tells a Posthorn process to use it. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SPRING_R2DBC_URL", "r2dbc:postgresql://127.0.0.1:" + server.port() + "/" + name);
        environment.put("SPRING_R2DBC_USERNAME", server.user());
        environment.put("SPRING_R2DBC_PASSWORD", server.password());
        return environment;
    }

    /** Runs one statement. */
    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row. */
    String ask(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            if (!result.next()) {
                throw new IllegalStateException("no row: " + sql);
            }
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row, as a number. */
    long count(String sql) {
        return Long.parseLong(ask(sql));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + name, server.user(), server.password());
    }
}
