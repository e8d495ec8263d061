package io.posthorn.guide;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.interop.NodePackages;
import io.posthorn.interop.Program;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The first lines of the README, and the programs of docs/guide.md, each run to its end, and twice, since a guide is
 * followed more than once.
 */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class GuideIntegrationTests {

    private static final Page PAGE = Page.of("guide.md");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @LocalServerPort
    private int port;

    @TempDir
    Path folder;

    private final ScriptedReceiver customer = ScriptedReceiver.start();

    @AfterEach
    void close() {
        customer.close();
    }

    @Test
    void theReadmesFirstDeliveryArrives() throws IOException {
        Tools.need(folder, "sh", "-c", "curl --version");
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/admin-key"), FreshDatabaseInitializer.ADMIN_KEY);
        String script = Page.of("../README.md")
                .example("First delivery", "console")
                .lines()
                .filter(line -> line.startsWith("$ "))
                .map(line -> line.substring(2).replace("curl ", "curl -sS --fail-with-body -w '\\n' "))
                .collect(joining("\n"))
                .replace("http://localhost:8080", "http://localhost:" + port)
                .replace("http://localhost:9000/", customer.url("/"));

        Program.Ending ending = Program.run(folder, PATIENCE, List.of("sh", "-euc", script));

        assertThat(ending.code()).as(ending.output()).isZero();
        assertThat(members(ending.output()))
                .as("the answers that are shown")
                .isEqualTo(members(Page.of("../README.md").example("First delivery", "console")));
        ReceivedRequest request = customer.awaitRequests(1).getFirst();
        assertThat(request.text()).isEqualTo("{\"invoice\": \"42\"}");
        assertThat(request.headers().keySet()).containsAll(headersOfTheReadme());
    }

    /** The names in each answer, in their order. */
    private static List<List<String>> members(String answers) {
        return answers.lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> List.copyOf(JSON.readTree(line).propertyNames()))
                .toList();
    }

    private static List<String> headersOfTheReadme() {
        return Page.of("../README.md")
                .example("First delivery", "http")
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }

    @Test
    void curlWalksTheMainPath() {
        Tools.need(folder, "sh", "-c", "curl --version");
        String script = String.join("\n", PAGE.examples("curl", "sh"));

        followed(folder, List.of("sh", "-euc", script), "acme");
    }

    @Test
    void javaScriptWalksTheMainPath() throws IOException {
        Path packages = NodePackages.install();
        Files.writeString(packages.resolve("guide.mjs"), PAGE.example("JavaScript", "js"));

        followed(packages, List.of("node", "guide.mjs"), "globex");
    }

    @Test
    void pythonWalksTheMainPath() throws IOException {
        Tools.need(folder, "python3", "--version");
        Files.writeString(folder.resolve("guide.py"), PAGE.example("Python", "python"));

        followed(folder, List.of("python3", "guide.py"), "initech");
    }

    @Test
    void javaWalksTheMainPath() throws IOException {
        Files.writeString(folder.resolve("Guide.java"), PAGE.example("Java", "java"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        followed(folder, List.of(java, "-cp", System.getProperty("java.class.path"), "Guide.java"), "umbrella");
    }

    @Test
    void goWalksTheMainPath() throws IOException {
        Tools.need(folder, "go", "version");
        Files.writeString(folder.resolve("guide.go"), PAGE.example("Go", "go"));
        Tools.need(folder, "go", "build", "-o", "guide", "guide.go");

        followed(folder, List.of(folder.resolve("guide").toString()), "hooli");
    }

    private void followed(Path where, List<String> command, String app) {
        Map<String, String> environment = Map.of(
                "POSTHORN_URL",
                "http://localhost:" + port,
                "POSTHORN_KEY",
                FreshDatabaseInitializer.ADMIN_KEY,
                "HOOK",
                customer.url("/"));
        for (int time = 1; time <= 2; time++) {
            Program.Ending ending = Program.run(where, PATIENCE, command, environment);
            assertThat(ending.code()).as(ending.output()).isZero();
            assertThat(ending.output()).as("what the receiver needs").contains("whsec_");
            isSentTwice(time);
        }
        assertThat(data("/api/v1/app/" + app + "/endpoint")).hasSize(1);
        assertThat(data("/api/v1/app/" + app + "/msg")).hasSize(2);
        isRecovered(app);
    }

    /** By itself and by resend: the same message, the same bytes, another attempt. */
    private void isSentTwice(int time) {
        List<ReceivedRequest> came = customer.awaitRequests(2 * time).subList(2 * time - 2, 2 * time);
        assertThat(came.getFirst().header("webhook-id"))
                .isEqualTo(came.getLast().header("webhook-id"));
        assertThat(came).allSatisfy(request -> {
            assertThat(request.header("webhook-event-type")).isEqualTo("invoice.paid");
            assertThat(request.text()).contains("\"invoice\"", "\"42\"", "10.5");
        });
    }

    private void isRecovered(String app) {
        String endpoint =
                data("/api/v1/app/" + app + "/endpoint").getFirst().path("id").stringValue();
        await().atMost(PATIENCE)
                .until(() -> data("/api/v1/background-task?task=endpoint.recover&limit=100").stream()
                                .filter(task -> task.toString().contains(endpoint))
                                .filter(task ->
                                        task.path("status").stringValue().equals("finished"))
                                .count()
                        == 2);
    }

    private List<JsonNode> data(String path) {
        JsonNode page = ApiClient.of(port).get(path, OK);
        return StreamSupport.stream(page.path("data").spliterator(), false).toList();
    }
}
