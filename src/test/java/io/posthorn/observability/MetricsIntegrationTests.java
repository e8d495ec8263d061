package io.posthorn.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.WholeAnswers;
import io.posthorn.kafka.Letter;
import io.posthorn.kafka.TestKafka;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Prometheus gets, and that alerts and board ask for nothing else. */
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.metrics.disk=100GB",
            "posthorn.metrics.sample-every=5s",
            "management.prometheus.metrics.export.enabled=true",
        })
class MetricsIntegrationTests {

    private static final Path MONITORING = Path.of("k8s", "components", "monitoring");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z0-9_]+)(?:\\{(.*)})? ");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** As many connections as it has. */
    private static final int POOL = 10;

    private static final TestKafka KAFKA = TestKafka.shared();
    private static final String TOPIC = KAFKA.newTopic("measured", 2);

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private DatabaseFigures figures;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private ConnectionFactory pool;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private ApiClient api;
    private String app;

    @DynamicPropertySource
    static void topics(DynamicPropertyRegistry settings) {
        settings.add("posthorn.kafka.bootstrap-servers", KAFKA::brokers);
        settings.add("posthorn.kafka.group-id", () -> TOPIC);
        settings.add("posthorn.kafka.topics[0].name", () -> TOPIC);
        settings.add("posthorn.kafka.dead-letter-topic", () -> KAFKA.newTopic("measured-dead", 1));
    }

    @BeforeEach
    void anApplication() {
        api = ApiClient.of(port);
        app = "/api/v1/app/"
                + api.post("/api/v1/app", Map.of("name", "Measured"), CREATED)
                        .path("id")
                        .stringValue();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private String scrape() {
        byte[] body = WholeAnswers.from("http://localhost:" + managementPort)
                .responseTimeout(Duration.ofSeconds(20))
                .build()
                .get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBodyContent();
        return new String(body == null ? new byte[0] : body, StandardCharsets.UTF_8);
    }

    private double value(String sample) {
        return scrape().lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    private void refresh() {
        figures.refresh().toFuture().join();
    }

    private void send(String payload) {
        api.post(app + "/msg", "{\"eventType\":\"a.b\",\"payload\":" + payload + "}", ACCEPTED);
    }

    private String endpoint(String path) {
        return api.post(app + "/endpoint", Map.of("url", receiver.url(path)), CREATED)
                .path("id")
                .stringValue();
    }

    @Test
    void countsWhatComesInAndWhatGoesOut() {
        receiver.respond("/ok", Script.ok());
        receiver.respond("/no", Script.status(503), Script.ok());
        endpoint("/ok");
        endpoint("/no");
        double delivered = value("posthorn_attempts_total{outcome=\"delivered\"}");
        double accepted = value("posthorn_messages_accepted_total");
        double invalid = value("posthorn_messages_rejected_total{reason=\"invalid\"}");
        double firsts = value("posthorn_accept_to_first_attempt_seconds_count");
        double flushed = value("posthorn_flush_items_sum{commit=\"append\"}");

        send("{}");
        api.post(app + "/msg", "{\"eventType\":\"\",\"payload\":{}}", UNPROCESSABLE_CONTENT);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> value("posthorn_attempts_total{outcome=\"delivered\"}") == delivered + 2);
        assertThat(value("posthorn_attempts_total{outcome=\"refused_5xx\"}")).isPositive();
        assertThat(value("posthorn_messages_accepted_total")).isEqualTo(accepted + 1);
        assertThat(value("posthorn_messages_rejected_total{reason=\"invalid\"}"))
                .isEqualTo(invalid + 1);
        assertThat(value("posthorn_accept_to_first_attempt_seconds_count")).isEqualTo(firsts + 2);
        assertThat(value("posthorn_flush_items_sum{commit=\"append\"}")).isEqualTo(flushed + 1);
        assertThat(value("posthorn_attempt_duration_seconds_bucket{le=\"30.0\"}"))
                .isPositive();
        assertThat(receiver.requests())
                .extracting(ReceivedRequest::headers)
                .noneMatch(headers -> headers.containsKey("traceparent"));
    }

    @Test
    void countsWhatBecomesOfRecords() {
        Letter letter = Letter.of(TOPIC, "{}")
                .with("posthorn-application", app.substring(app.lastIndexOf('/') + 1))
                .with("posthorn-event-type", "a.b")
                .with("posthorn-event-id", "measured");
        KAFKA.sendAll(List.of(letter, letter, letter, Letter.of(TOPIC, "no JSON")));

        await().atMost(Duration.ofSeconds(60)).until(() -> records("accepted") == 1 && records("repeated") == 2);
        await().atMost(Duration.ofSeconds(60)).until(() -> records("dead_lettered") == 1);
        // What is known of the broker is a second old, and one look at it may fail on a busy machine.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> value("posthorn_topics_broker_answers") == 1 && value("posthorn_topics_lag") == 0);
        assertThat(value("posthorn_topics_partitions")).isEqualTo(2);
        assertThat(value("posthorn_topics_paused")).isZero();
        assertThat(value("posthorn_topics_waiting_bytes")).isZero();
        assertThat(value("posthorn_topics_oldest_seconds")).isZero();
        assertThat(value("posthorn_topics_broken_off_total")).isZero();
        assertThat(scrape()).doesNotContain(TOPIC);
    }

    private double records(String result) {
        return value("posthorn_topics_records_total{result=\"" + result + "\"}");
    }

    @Test
    void knowsWhatWaitsAndWhy() {
        receiver.respond("/ok", Script.ok());
        String paused = app + "/endpoint/" + endpoint("/ok");
        api.send(HttpMethod.POST, paused + "/pause", null, NO_CONTENT);
        send("{}");
        api.post(
                app + "/msg",
                Map.of(
                        "eventType", "a.b",
                        "payload", Map.of(),
                        "deliverAt", Instant.now().plusSeconds(3_600).toString()),
                ACCEPTED);

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            refresh();
            return value("posthorn_waiting{reason=\"paused\"}") == 1;
        });
        assertThat(value("posthorn_waiting{reason=\"scheduled\"}")).isOne();
        assertThat(value("posthorn_waiting{reason=\"due\"}")).isZero();
        assertThat(value("posthorn_waiting_oldest_seconds")).isZero();
        api.send(HttpMethod.POST, paused + "/resume", null, NO_CONTENT);
    }

    @Test
    void knowsTheDatabase() {
        refresh();

        assertThat(value("posthorn_partitions_ahead_days")).isBetween(6.9, 8.1);
        assertThat(value("posthorn_database_bytes")).isPositive();
        assertThat(value("posthorn_table_bytes{table=\"message\"}")).isPositive();
        assertThat(value("posthorn_disk_bytes")).isEqualTo(100L << 30);
        assertThat(value("posthorn_figures_age_seconds")).isBetween(0.0, 10.0);
        assertThat(value("posthorn_clock_offset_seconds")).isBetween(-0.5, 0.5);
    }

    @Test
    void knowsHowManyWaitForAPermit() {
        receiver.respond("/slow", Script.ok().after(Duration.ofSeconds(4)));
        endpoint("/slow");
        double delivered = value("posthorn_attempts_total{outcome=\"delivered\"}");

        for (int i = 0; i < 19; i++) {
            send("{}");
        }

        // 16 to one endpoint at a time.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> value("posthorn_lanes_waiting") == 3 && value("posthorn_attempts_in_flight") == 16);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> value("posthorn_attempts_total{outcome=\"delivered\"}") == delivered + 19);
        assertThat(value("posthorn_lanes_waiting")).isZero();
    }

    @Test
    void knowsWhoseCircuitIsOpen() {
        receiver.respond("/down", Script.status(503));
        endpoint("/down");
        assertThat(value("posthorn_endpoints_held")).isZero();
        assertThat(value("posthorn_endpoints_failing")).isZero();

        for (int i = 0; i < 12; i++) {
            send("{}");
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> value("posthorn_endpoints_held") == 1);
        assertThat(value("posthorn_endpoints_failing")).isOne();
        assertThat(value("posthorn_endpoints")).isPositive();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            refresh();
            return value("posthorn_waiting{reason=\"circuit\"}") > 0;
        });
        receiver.respond("/down", Script.ok());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> value("posthorn_endpoints_held") == 0 && value("posthorn_endpoints_failing") == 0);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            refresh();
            return value("posthorn_waiting{reason=\"circuit\"}") == 0 && value("posthorn_memory_messages") == 0;
        });
    }

    @Test
    void knowsWhoWaitsForAConnection() {
        String pending = SAMPLE.matcher(scrape())
                .results()
                .map(sample -> sample.group().strip())
                .filter(sample -> sample.startsWith("r2dbc_pool_pending_connections"))
                .findFirst()
                .orElseThrow();
        List<Connection> all = Flux.range(0, POOL)
                .flatMap(_ -> Mono.<Connection>from(pool.create()))
                .collectList()
                .toFuture()
                .join();
        Mono<Connection> oneMore = Mono.<Connection>from(pool.create()).cache();
        oneMore.subscribe();

        double waiting = value(pending);

        Flux.fromIterable(all).flatMap(Connection::close).then().toFuture().join();
        oneMore.flatMap(connection -> Mono.<Void>from(connection.close()))
                .toFuture()
                .join();
        assertThat(waiting).isPositive();
        await().atMost(Duration.ofSeconds(20)).until(() -> value(pending) == 0);
    }

    @Test
    void countsNodesWhoseWorkWasTakenOver() {
        double before = value("posthorn_takeovers_total");
        execute("INSERT INTO node (id, name) VALUES ('019a0000-0000-7000-8000-00000000dead', 'silent')");

        await().atMost(Duration.ofSeconds(60)).until(() -> value("posthorn_takeovers_total") == before + 1);
        assertThat(value("posthorn_fenced_total")).isZero();
    }

    @Test
    void knowsWhenTheFirstKeyEnds() {
        refresh();
        assertThat(value("posthorn_key_expires_seconds")).isNaN();
        execute("INSERT INTO access_key (id, organization_id, kind, hash, hint, name, grants, expires_at, last_used_at)"
                + " SELECT '019a0000-0000-7000-8000-00000000abcd', id, 'api_key', '\\x01', 'ph', 'shop', '{publish}',"
                + " now() + interval '2 days', now() FROM organization LIMIT 1");

        refresh();

        assertThat(value("posthorn_key_expires_seconds")).isBetween(2 * 86_400 - 120.0, 2 * 86_400.0);
        execute("DELETE FROM access_key WHERE name = 'shop'");
    }

    @Test
    void countsWhatIsPaused() {
        api.send(HttpMethod.POST, app + "/pause", null, NO_CONTENT);

        assertThat(value("posthorn_stops{kind=\"application\"}")).isOne();
        assertThat(value("posthorn_stops{kind=\"everything\"}")).isZero();
        api.send(HttpMethod.POST, app + "/resume", null, NO_CONTENT);
        assertThat(value("posthorn_stops{kind=\"application\"}")).isZero();
    }

    private void execute(String sql) {
        database.sql(sql).then().toFuture().join();
    }

    @Test
    void namesNobody() {
        receiver.respond("/ok", Script.ok());
        endpoint("/ok");
        send("{}");
        receiver.awaitRequests(1);

        assertThat(scrape()).doesNotContain("app_").doesNotContain("ep_").doesNotContain("msg_");
    }

    @Test
    void isNotWhereCustomersAre() {
        api.anonymous()
                .get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .returnResult();
    }

    @Test
    void alertsAndBoardAskForWhatThereIs() throws IOException {
        refresh();
        Map<String, Map<String, Set<String>>> there = exposed();

        assertThat(alerts()).hasSizeGreaterThan(10);
        assertThat(alerts())
                .flatExtracting(alert -> new Query(alert.path("expr").asString())
                        .faults(there, alert.path("annotations").path("summary").asString()))
                .isEmpty();
        assertThat(panels()).hasSizeGreaterThan(30);
        assertThat(panels())
                .flatExtracting(panel -> new Query(panel.path("expr").asString())
                        .faults(there, panel.path("legendFormat").asString()))
                .isEmpty();
    }

    @Test
    void whatIsAskedForAndNotThereIsNoticed() {
        Map<String, Map<String, Set<String>>> there = exposed();

        assertThat(new Query("sum by (why) (rate(posthorn_messages_rejected_total{reason=~\"unavailable|gone\"}[5m]))"
                                + " / max(posthorn_nothing)")
                        .faults(there, "{{reason}}"))
                .containsExactlyInAnyOrder(
                        "posthorn_messages_rejected_total has no reason=gone",
                        "posthorn_nothing is not there",
                        "posthorn_messages_rejected_total has no label why",
                        "the answer has no label reason, which is to be shown");
        assertThat(new Query("sum(posthorn_attempts_total) by (outcome)").faults(there, ""))
                .singleElement()
                .asString()
                .contains("could be read");
        assertThat(new Query("max by (reason) (posthorn_waiting{reason=\"due\"})").faults(there, "{{ reason }}"))
                .isEmpty();
    }

    @Test
    void eachAlertHasItsPageInTheRunbook() throws IOException {
        Set<String> anchors = Files.readAllLines(Path.of("docs", "runbook.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> "docs/runbook.md#"
                        + line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toSet());

        assertThat(alerts())
                .extracting(
                        alert -> alert.path("annotations").path("runbook_url").asString())
                .doesNotHaveDuplicates()
                .allMatch(anchors::contains);
    }

    /** The values of each label of each figure. */
    private Map<String, Map<String, Set<String>>> exposed() {
        Map<String, Map<String, Set<String>>> there = new HashMap<>();
        SAMPLE.matcher(scrape()).results().forEach(sample -> {
            Map<String, Set<String>> labels = there.computeIfAbsent(sample.group(1), _ -> new HashMap<>());
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(label -> labels.computeIfAbsent(
                                label.group(1), _ -> new TreeSet<>())
                        .add(label.group(2)));
            }
        });
        return there;
    }

    private static List<JsonNode> alerts() throws IOException {
        Object file = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(MONITORING.resolve("prometheus-rule.yaml")));
        JsonNode rules = JsonMapper.shared()
                .valueToTree(file)
                .path("spec")
                .path("groups")
                .path(0)
                .path("rules");
        return rules.valueStream().toList();
    }

    private static List<JsonNode> panels() throws IOException {
        JsonNode board = JsonMapper.shared().readTree(Files.readString(MONITORING.resolve("grafana-dashboard.json")));
        return board.findParents("expr");
    }
}
