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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
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
    private static final Pattern METRIC = Pattern.compile("\\b(?:posthorn|r2dbc|jvm|process|system)_[a-z0-9_]+");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z0-9_]+)(?:\\{.*})? ");

    private static final TestKafka KAFKA = TestKafka.shared();
    private static final String TOPIC = KAFKA.newTopic("measured", 2);

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private DatabaseFigures figures;

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
        String scraped = scrape();
        Set<String> there =
                SAMPLE.matcher(scraped).results().map(found -> found.group(1)).collect(Collectors.toSet());

        assertThat(alerts()).hasSizeGreaterThan(10);
        assertThat(there).containsAll(metrics(alerts().stream().map(alert -> alert.path("expr")
                .asString())));
        assertThat(there).containsAll(metrics(boardExpressions()));
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

    private static Set<String> metrics(Stream<String> expressions) {
        return expressions
                .flatMap(expression -> METRIC.matcher(expression).results())
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
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

    private static Stream<String> boardExpressions() throws IOException {
        JsonNode board = JsonMapper.shared().readTree(Files.readString(MONITORING.resolve("grafana-dashboard.json")));
        return board.findValuesAsString("expr").stream();
    }
}
