package io.posthorn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import io.posthorn.vault.Sealed;
import io.posthorn.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoctorTests {

    private static final String K1 = FreshDatabaseInitializer.MASTER_KEYS;
    private static final String OTHER = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

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

    /** Two secrets of one endpoint, and its headers. */
    private static void seal(TestDatabase database, String... masterKeys) {
        UUID endpoint = new UUID(0x019a000000007000L, 7);
        database.execute("INSERT INTO application (id, organization_id, name, version, updated_at)"
                + " SELECT '" + endpoint + "', id, 'a', 1, now() FROM organization LIMIT 1;"
                + " INSERT INTO endpoint (id, application_id, url, version, updated_at)"
                + " VALUES ('" + endpoint + "', '" + endpoint + "', 'https://example.com/', 1, now())");
        for (int i = 0; i < masterKeys.length; i++) {
            UUID id = new UUID(0x019a000000007000L, i);
            Sealed sealed = Vault.of(masterKeys[i]).seal(SECRET.getBytes(UTF_8), "endpoint secret", id);
            database.execute("INSERT INTO endpoint_secret (id, endpoint_id, key, sealed_with) VALUES ('" + id + "', '"
                    + endpoint + "', " + bytes(sealed) + ", '" + sealed.keyId() + "')");
        }
        Sealed headers = Vault.of(masterKeys[0]).seal("{}".getBytes(UTF_8), "endpoint headers", endpoint);
        database.execute("UPDATE endpoint SET headers = " + bytes(headers) + ", headers_sealed_with = '"
                + headers.keyId() + "'");
    }

    private static String bytes(Sealed sealed) {
        return "decode('" + HexFormat.of().formatHex(sealed.bytes()) + "', 'hex')";
    }

    @Test
    void opensWhatIsSealed() {
        TestDatabase database = TestPostgres.freshDatabase();
        use(database);
        assertThat(doctor().text()).contains("ok    No secret is sealed in the database.");
        seal(database, K1, K1);

        Said said = doctor();

        assertThat(said.text())
                .contains("ok    3 values are sealed with the master key 'k1', which opens them.")
                .doesNotContain(SECRET)
                .doesNotContain("MDEy");
    }

    @Test
    void namesKeysThatRowsUseAndNobodyHas() {
        TestDatabase database = TestPostgres.freshDatabase();
        use(database);
        seal(database, K1, "old:" + OTHER, "older:" + OTHER, "older:" + OTHER);

        Said said = doctor();

        assertThat(said.status()).isOne();
        assertThat(said.text())
                .contains("ok    2 values are sealed with the master key 'k1'")
                .contains("BAD   1 value is sealed with the master key 'old', which is not here.")
                .contains("BAD   2 values are sealed with the master key 'older', which is not here.");
    }

    @Test
    void seesThatAKeyOfTheSameNameIsAnother() {
        for (String[] keys : new String[][] {{K1, "k1:" + OTHER}, {"k1:" + OTHER, K1}}) {
            TestDatabase database = TestPostgres.freshDatabase();
            use(database);
            seal(database, keys);

            Said said = doctor();

            assertThat(said.status()).isOne();
            assertThat(said.text())
                    .containsPattern("BAD   3 values are sealed with the master key 'k1', which is another than ours of"
                            + " that name: the endpoint secret of 019a\\S+ was not sealed with");
        }
    }

    @Test
    void triesHeadersToo() {
        TestDatabase database = TestPostgres.freshDatabase();
        use(database);
        seal(database, K1);
        database.execute("UPDATE endpoint SET headers = key FROM endpoint_secret");

        assertThat(doctor().text()).contains("the endpoint headers of 019a");
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
