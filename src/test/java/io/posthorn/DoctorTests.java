package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoctorTests {

    private final Map<String, String> settings = new HashMap<>();

    private void set(String name, String value) {
        settings.put(name, value);
        System.setProperty(name, value);
    }

    private void use(TestDatabase database) {
        set("spring.r2dbc.url", database.r2dbcUrl());
        set("spring.r2dbc.username", database.user());
        set("spring.r2dbc.password", database.password());
        set("posthorn.admin-key", FreshDatabaseInitializer.ADMIN_KEY);
        set("posthorn.master-keys", FreshDatabaseInitializer.MASTER_KEYS);
        set("posthorn.public-url", "https://hooks.example.com");
    }

    @AfterEach
    void forget() {
        settings.keySet().forEach(System::clearProperty);
    }

    private record Said(int status, String text) {

        List<String> bad() {
            return text.lines().filter(line -> line.startsWith("BAD")).toList();
        }
    }

    private static void execute(TestDatabase database, String sql) {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Said doctor() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = Commands.run(new String[] {"doctor"}, to, to);
        return new Said(status, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void findsNothingBadInADatabaseThatIsNew() {
        use(TestPostgres.emptyDatabase());

        Said said = doctor();

        assertThat(said.text())
                .contains("answers.", "power loss", "has the privileges it needs", "master key 'k1'")
                .contains("The schema lacks")
                .contains("No standby is connected");
        assertThat(said.status()).isEqualTo(said.bad().isEmpty() ? 0 : 1);
        assertThat(said.bad()).allMatch(line -> line.contains("fsync=off"));
    }

    @Test
    void changesNothing() {
        TestDatabase database = TestPostgres.emptyDatabase();
        use(database);

        doctor();

        assertThat(database.ask("SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");
    }

    @Test
    void seesPartitionsAndKeysOfASchemaThatIsThere() {
        TestDatabase database = TestPostgres.freshDatabase();
        use(database);
        execute(database, """
                CREATE TABLE message_p20200101 PARTITION OF message
                FOR VALUES FROM ('016f5e66-e800-0000-0000-000000000000') TO ('016f638d-4400-0000-0000-000000000000')""");
        database.ask(
                "INSERT INTO access_key (id, organization_id, kind, hash, hint, name, grants, expires_at, last_used_at)"
                        + " SELECT '019a0000-0000-7000-8000-00000000abcd', id, 'api_key', '\\x01', 'ph', 'shop', '{publish}',"
                        + " now() + interval '2 days', now() FROM organization LIMIT 1 RETURNING 'done'");

        Said said = doctor();

        assertThat(said.status()).isOne();
        assertThat(said.text())
                .contains("The schema is up to date")
                .containsPattern("BAD +The table message has partitions for -\\d+ days")
                .containsPattern("look +The API key .* \\('shop'\\) is in use and ends at");
    }

    @Test
    void saysWhatIsMissing() {
        set("spring.profiles.active", "server");

        Said said = doctor();

        assertThat(said.status()).isOne();
        assertThat(said.text())
                .contains("BAD   POSTHORN_MASTER_KEYS is not set")
                .contains("BAD   POSTHORN_ADMIN_KEY is not set")
                .contains("SPRING_R2DBC_URL is not set");
    }

    @Test
    void saysThatNobodyAnswers() {
        use(TestPostgres.emptyDatabase());
        set("spring.r2dbc.url", "r2dbc:postgresql://127.0.0.1:1/nowhere");
        set("posthorn.master-keys", "k1:short");

        Said said = doctor();

        assertThat(said.status()).isOne();
        assertThat(said.text())
                .containsPattern("BAD +PostgreSQL at jdbc:postgresql://127.0.0.1:1/nowhere")
                .containsPattern("BAD +POSTHORN_MASTER_KEYS cannot be read");
    }
}
