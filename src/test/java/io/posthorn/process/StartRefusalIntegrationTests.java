package io.posthorn.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ProcessTest
class StartRefusalIntegrationTests {

    @TempDir
    Path directory;

    @Test
    void wantsADatabaseUrlInProfileServer() {
        refuses(posthorn().with("SPRING_PROFILES_ACTIVE", "server"), "SPRING_R2DBC_URL is not set");
    }

    @Test
    void wantsAnAdminKeyInProfileServer() {
        TestDatabase database = TestPostgres.emptyDatabase();

        refuses(
                posthorn()
                        .with("SPRING_R2DBC_URL", database.r2dbcUrl())
                        .with("SPRING_R2DBC_USERNAME", database.user())
                        .with("SPRING_R2DBC_PASSWORD", database.password())
                        .with("POSTHORN_MASTER_KEYS", FreshDatabaseInitializer.MASTER_KEYS),
                "POSTHORN_ADMIN_KEY is not set");
    }

    @Test
    void wantsMasterKeysInProfileServer() {
        refuses(server(), "POSTHORN_MASTER_KEYS is not set");
    }

    @Test
    void wantsMasterKeysThatItCanRead() {
        refuses(server().with("POSTHORN_MASTER_KEYS", "k1:c2hvcnQ="), "key 'k1' has 5 bytes and needs 32");
    }

    private PosthornProcess server() {
        TestDatabase database = TestPostgres.emptyDatabase();
        return posthorn()
                .with("SPRING_R2DBC_URL", database.r2dbcUrl())
                .with("SPRING_R2DBC_USERNAME", database.user())
                .with("SPRING_R2DBC_PASSWORD", database.password())
                .with("POSTHORN_ADMIN_KEY", FreshDatabaseInitializer.ADMIN_KEY);
    }

    @Test
    void wantsTheRightCredentials() {
        TestDatabase database = TestPostgres.emptyDatabase();

        refuses(
                posthorn()
                        .with("SPRING_R2DBC_URL", database.r2dbcUrl())
                        .with("SPRING_R2DBC_USERNAME", database.user())
                        .with("SPRING_R2DBC_PASSWORD", "wr0ng"),
                "refuses the credentials");
    }

    @Test
    void wantsAServerThatAnswers() {
        refuses(
                posthorn()
                        .with("POSTHORN_POSTGRES_PATIENCE", "2s")
                        .with("SPRING_R2DBC_URL", "r2dbc:postgresql://ann:s3cret@127.0.0.1:1/db"),
                "PostgreSQL at jdbc:postgresql://127.0.0.1:1/db cannot be reached");
    }

    @Test
    void wantsEitherItsOwnServerOrAnother() {
        refuses(
                posthorn()
                        .with("SPRING_PROFILES_ACTIVE", "embedded")
                        .with("SPRING_R2DBC_URL", "r2dbc:postgresql://127.0.0.1:1/db"),
                "SPRING_R2DBC_URL names another");
    }

    private PosthornProcess posthorn() {
        return PosthornProcess.in(directory);
    }

    private static void refuses(PosthornProcess posthorn, String sentence) {
        posthorn.launch();

        assertThat(posthorn.awaitExit()).isEqualTo(1);
        assertThat(posthorn.log())
                .contains(sentence)
                .doesNotContain("\tat ", "BeanCreationException", "wr0ng", "s3cret", "WARNING:");
    }
}
