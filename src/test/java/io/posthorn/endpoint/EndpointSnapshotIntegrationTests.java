package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.PosthornApplication;
import io.posthorn.PosthornTest;
import io.posthorn.id.IdKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@PosthornTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointSnapshotIntegrationTests {

    private static final String URL = "https://example.com/hook";

    private final Environment environment;
    private final DatabaseClient database;
    private final EndpointSnapshot here;
    private final EndpointSwitch endpointSwitch;
    private final SecretExpiryLifecycle secretExpiry;
    private final ApiClient api;
    private final ConfigurableApplicationContext otherNode;
    private final EndpointSnapshot there;

    private UUID application = new UUID(0, 0);
    private String endpoints = "";

    @Autowired
    EndpointSnapshotIntegrationTests(
            Environment environment,
            DatabaseClient database,
            EndpointSnapshot here,
            EndpointSwitch endpointSwitch,
            SecretExpiryLifecycle secretExpiry,
            @LocalServerPort int port) {
        this.environment = environment;
        this.database = database;
        this.here = here;
        this.endpointSwitch = endpointSwitch;
        this.secretExpiry = secretExpiry;
        this.api = ApiClient.of(port);
        this.otherNode = startOtherNode();
        this.there = otherNode.getBean(EndpointSnapshot.class);
    }

    @BeforeEach
    void makeAnApplication() {
        String id =
                api.post("/api/v1/app", Map.of("name", "A"), CREATED).path("id").stringValue();
        application = IdKind.APPLICATION.parse(id).orElseThrow();
        endpoints = "/api/v1/app/" + id + "/endpoint";
    }

    @AfterAll
    void stopOtherNode() {
        otherNode.close();
    }

    @Test
    void aChangeIsHereWhenItsAnswerIsAndThereWithinASecond() {
        UUID id = create(Map.of("url", URL));

        assertThat(here.find(id)).isPresent();
        assertThat(here.matching(application, "t", List.of())).hasSize(1);
        await().atMost(Duration.ofSeconds(1)).until(() -> there.find(id).isPresent());

        api.send(PATCH, endpoints + "/" + IdKind.ENDPOINT.format(id), "{\"channels\": [\"c\"]}", OK);
        assertThat(here.matching(application, "t", List.of())).isEmpty();
        await().atMost(Duration.ofSeconds(1))
                .until(() -> there.matching(application, "t", List.of()).isEmpty());
        assertThat(there.matching(application, "t", List.of("c"))).hasSize(1);
    }

    @Test
    void whoeverKnowsOfAVersionCanWaitForIt() {
        UUID id = create(Map.of("url", URL));

        there.atLeast(here.version()).as(StepVerifier::create).verifyComplete();

        assertThat(there.find(id)).isPresent();
        assertThat(there.version()).isGreaterThanOrEqualTo(here.version());
    }

    @Test
    void deletionsReachTheCopies() {
        UUID first = create(Map.of("url", URL));
        UUID second = create(Map.of("url", URL));
        there.atLeast(here.version()).as(StepVerifier::create).verifyComplete();

        api.send(DELETE, endpoints + "/" + IdKind.ENDPOINT.format(first), null, NO_CONTENT);
        there.atLeast(here.version()).as(StepVerifier::create).verifyComplete();
        assertThat(here.find(first)).isEmpty();
        assertThat(there.matching(application, "t", List.of()))
                .extracting(Endpoint::id)
                .containsExactly(second);

        api.send(DELETE, "/api/v1/app/" + IdKind.APPLICATION.format(application), null, NO_CONTENT);
        there.atLeast(here.version()).as(StepVerifier::create).verifyComplete();
        for (EndpointSnapshot snapshot : List.of(here, there)) {
            assertThat(snapshot.find(second)).isEmpty();
            assertThat(snapshot.matching(application, "t", List.of())).isEmpty();
        }
    }

    @Test
    void theMachineTurnsAnEndpointOffOnce() {
        UUID id = create(Map.of("url", URL));

        Flux.merge(
                        endpointSwitch.disable(id, "gone, said the receiver", Instant.EPOCH),
                        endpointSwitch.disable(id, "again", Instant.EPOCH))
                .filter(didIt -> didIt)
                .as(StepVerifier::create)
                .expectNext(true)
                .verifyComplete();
        endpointSwitch
                .disable(id, "later", Instant.EPOCH)
                .as(StepVerifier::create)
                .expectNext(false)
                .verifyComplete();
        endpointSwitch
                .disable(UUID.randomUUID(), "unknown", Instant.EPOCH)
                .as(StepVerifier::create)
                .expectNext(false)
                .verifyComplete();

        assertThat(here.matching(application, "t", List.of())).isEmpty();
        assertThat(here.find(id)).get().extracting(Endpoint::disabled).isEqualTo(true);
        String path = endpoints + "/" + IdKind.ENDPOINT.format(id);
        assertThat(api.get(path, OK).path("disabledReason").stringValue()).isIn("gone, said the receiver", "again");
        api.send(PATCH, path, "{\"disabled\": false}", OK);
        assertThat(here.matching(application, "t", List.of())).hasSize(1);
    }

    @Test
    void bothSecretsSignUntilTheGraceIsOver() {
        UUID id = create(Map.of("url", URL));
        String path = endpoints + "/" + IdKind.ENDPOINT.format(id) + "/secret";
        String first = api.get(path, OK).path("key").stringValue();
        api.post(path + "/rotate", "{}", NO_CONTENT);
        String second = api.get(path, OK).path("key").stringValue();

        assertThat(secrets(here, id)).containsExactly(second, first);
        database.sql("UPDATE endpoint_secret SET expires_at = now() WHERE expires_at IS NOT NULL")
                .then()
                .as(StepVerifier::create)
                .verifyComplete();
        secretExpiry
                .keepUp()
                .as(StepVerifier::create)
                .expectNextMatches(removed -> removed > 0)
                .verifyComplete();
        secretExpiry.keepUp().as(StepVerifier::create).expectNext(0L).verifyComplete();
        there.atLeast(here.version()).as(StepVerifier::create).verifyComplete();

        assertThat(secrets(here, id)).containsExactly(second);
        assertThat(secrets(there, id)).containsExactly(second);
        api.post(path + "/rotate", "{\"gracePeriodSeconds\": 0}", NO_CONTENT);
        assertThat(secrets(here, id)).hasSize(1).doesNotContain(second);
    }

    @Test
    void followsOnAfterItsListeningConnectionWasCut() {
        database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'posthorn config' AND datname = current_database()")
                .then()
                .as(StepVerifier::create)
                .verifyComplete();

        UUID id = create(Map.of("url", URL));

        await().atMost(Duration.ofSeconds(2)).until(() -> there.find(id).isPresent());
        await().atMost(Duration.ofSeconds(10)).until(() -> listeners() == 2);
    }

    @Test
    void aRefusedChangeRaisesNothing() {
        long before = here.version();
        api.send(PATCH, endpoints + "/nobody", "{}", NOT_FOUND);

        assertThat(committedVersion()).isEqualTo(before);
    }

    private ConfigurableApplicationContext startOtherNode() {
        return new SpringApplicationBuilder(PosthornApplication.class)
                .profiles("server")
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        argument("spring.r2dbc.url"),
                        argument("spring.r2dbc.username"),
                        argument("spring.r2dbc.password"),
                        argument("posthorn.admin-key"),
                        argument("posthorn.master-keys"));
    }

    private String argument(String property) {
        return "--" + property + "=" + environment.getRequiredProperty(property);
    }

    private UUID create(Map<String, ?> body) {
        String id = api.post(endpoints, body, CREATED).path("id").stringValue();
        return IdKind.ENDPOINT.parse(id).orElseThrow();
    }

    private long listeners() {
        return count("SELECT count(*) AS n FROM pg_stat_activity"
                + " WHERE application_name = 'posthorn config' AND datname = current_database()");
    }

    private long committedVersion() {
        return count("SELECT version AS n FROM config_version");
    }

    private long count(String sql) {
        return database.sql(sql)
                .map(row -> String.valueOf(row.get("n", Long.class)))
                .one()
                .map(Long::parseLong)
                .toFuture()
                .join();
    }

    private static List<String> secrets(EndpointSnapshot snapshot, UUID id) {
        return snapshot.find(id).orElseThrow().secrets().stream()
                .map(secret -> secret.text())
                .toList();
    }
}
