package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.PUT;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.SERVICE_UNAVAILABLE;

import io.posthorn.ApiClient;
import io.posthorn.PosthornApplication;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.StartRefusedException;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What stands in the database, and what several starts with several rings of keys make of it. */
class SecretsAtRestIntegrationTests {

    private static final String K1 = FreshDatabaseInitializer.MASTER_KEYS;
    private static final String K2 = "k2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String APP = "/api/v1/app/a";
    private static final String ENDPOINT = APP + "/endpoint/e";

    private final TestDatabase database = TestPostgres.freshDatabase();

    @Test
    void storesSecretsSoThatNobodyReadsThem() {
        try (ConfigurableApplicationContext node = start(K1)) {
            makeAnEndpoint(client(node));
        }

        assertThat(database.ask("SELECT string_agg(encode(key, 'escape') || encode(key, 'base64'), ' ')"
                        + " FROM endpoint_secret"))
                .doesNotContain(SECRET.substring(6))
                .doesNotContain("whsec");
        assertThat(database.ask("SELECT string_agg(DISTINCT sealed_with, ' ') FROM endpoint_secret"))
                .isEqualTo("k1");
    }

    @Test
    void sealsWhatWasStoredInTheClearBefore() {
        try (ConfigurableApplicationContext node = start(K1)) {
            makeAnEndpoint(client(node));
        }
        database.execute("UPDATE endpoint_secret SET sealed_with = NULL,"
                + " key = decode('31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0', 'hex')");

        try (ConfigurableApplicationContext node = start(K1)) {
            assertThat(client(node).get(ENDPOINT + "/secret", OK).path("key").stringValue())
                    .isEqualTo(SECRET);
            awaitAllSealedWith("k1");
            assertThat(client(node).get(ENDPOINT + "/secret", OK).path("key").stringValue())
                    .isEqualTo(SECRET);
        }
    }

    @Test
    void sealsAnewWithTheFirstKeyAndThenDoesWithoutTheOld() {
        try (ConfigurableApplicationContext node = start(K1)) {
            makeAnEndpoint(client(node));
            client(node).send(PUT, ENDPOINT + "/headers", "{\"headers\": {\"X-A\": \"1\"}}", NO_CONTENT);
        }
        try (ConfigurableApplicationContext node = start(K2 + "," + K1)) {
            awaitAllSealedWith("k2");
            assertThat(client(node).get(ENDPOINT + "/secret", OK).path("key").stringValue())
                    .isEqualTo(SECRET);
        }
        try (ConfigurableApplicationContext node = start(K2)) {
            ApiClient api = client(node);
            assertThat(api.get(ENDPOINT + "/secret", OK).path("key").stringValue())
                    .isEqualTo(SECRET);
            assertThat(api.get(ENDPOINT + "/headers", OK).at("/headers/X-A").stringValue())
                    .isEqualTo("1");
        }
    }

    @Test
    void doesNotStartWithoutAKeyThatIsInUse() {
        try (ConfigurableApplicationContext node = start(K1)) {
            makeAnEndpoint(client(node));
        }

        assertThatThrownBy(() -> start(K2).close())
                .hasRootCauseInstanceOf(StartRefusedException.class)
                .rootCause()
                .hasMessageContaining("does not have: k1");
    }

    @Test
    void saysSoWhereARowCannotBeOpened() {
        try (ConfigurableApplicationContext node = start(K1)) {
            ApiClient api = client(node);
            makeAnEndpoint(api);
            database.execute("UPDATE endpoint_secret SET sealed_with = 'k9'");

            api.get(ENDPOINT, OK);
            assertThat(api.get(ENDPOINT + "/secret", SERVICE_UNAVAILABLE)
                            .path("detail")
                            .stringValue())
                    .contains("POSTHORN_MASTER_KEYS");
            api.get(ENDPOINT + "/headers", SERVICE_UNAVAILABLE);
        }
    }

    private static void makeAnEndpoint(ApiClient api) {
        api.post("/api/v1/app", Map.of("name", "A", "uid", "a"), CREATED);
        api.post(APP + "/endpoint", Map.of("url", "https://example.com/", "uid", "e", "secret", SECRET), CREATED);
    }

    private void awaitAllSealedWith(String key) {
        await().until(() -> database.ask("SELECT (SELECT bool_and(sealed_with = '" + key + "') FROM endpoint_secret)"
                        + " AND (SELECT bool_and(headers IS NULL OR headers_sealed_with = '" + key
                        + "') FROM endpoint)")
                .equals("t"));
    }

    private static ApiClient client(ConfigurableApplicationContext node) {
        return ApiClient.of(Integer.parseInt(node.getEnvironment().getRequiredProperty("local.server.port")));
    }

    private ConfigurableApplicationContext start(String masterKeys) {
        return new SpringApplicationBuilder(PosthornApplication.class)
                .profiles("server")
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.r2dbc.url=" + database.r2dbcUrl(),
                        "--spring.r2dbc.username=" + database.user(),
                        "--spring.r2dbc.password=" + database.password(),
                        "--posthorn.admin-key=" + FreshDatabaseInitializer.ADMIN_KEY,
                        "--posthorn.master-keys=" + masterKeys);
    }
}
