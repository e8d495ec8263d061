package io.posthorn.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.interop.NodePackages;
import io.posthorn.interop.Program;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The examples of docs/receiving.md, each started as an endpoint. */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class ReceivingIntegrationTests {

    private static final Page PAGE = Page.of("receiving.md");

    @LocalServerPort
    private int port;

    @TempDir
    Path folder;

    @Test
    void flaskTakesEachMessageOnceAndNothingForged() throws IOException {
        String python = Tools.python(folder, "flask");
        write("webhooks.py", PAGE.example("Python", "python"));
        write("receiver.py", PAGE.example("Flask", "python"));

        check(ProgramExample.start(
                folder,
                at -> List.of(python, "-m", "flask", "--app", "receiver", "run", "--port", String.valueOf(at))));
    }

    @Test
    void fastApiTakesEachMessageOnceAndNothingForged() throws IOException {
        String python = Tools.python(folder, "fastapi", "uvicorn");
        write("webhooks.py", PAGE.example("Python", "python"));
        write("receiver.py", PAGE.example("FastAPI", "python"));

        check(ProgramExample.start(
                folder, at -> List.of(python, "-m", "uvicorn", "receiver:app", "--port", String.valueOf(at))));
    }

    @Test
    void expressTakesEachMessageOnceAndNothingForged() throws IOException {
        Path packages = NodePackages.install();
        Files.writeString(packages.resolve("receiver.mjs"), PAGE.example("Express", "js"));

        check(ProgramExample.start(packages, _ -> List.of("node", "receiver.mjs")));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void springTakesEachMessageOnceAndNothingForged(CapturedOutput output) {
        JavaSource controller = new JavaSource("Webhooks", PAGE.example("Spring", "java"));

        check(SpringExample.start(controller.compiledIn(folder), output));
    }

    @Test
    void goTakesEachMessageOnceAndNothingForged() throws IOException {
        Tools.need(folder, "go", "version");
        write("receiver.go", PAGE.example("Go", "go"));
        Tools.need(folder, "go", "build", "-o", "receiver", "receiver.go");

        check(ProgramExample.start(
                folder, _ -> List.of(folder.resolve("receiver").toString())));
    }

    @Test
    void theShellSignsWhatALibraryVerifies() throws Exception {
        Tools.need(folder, "sh", "-c", "openssl version && curl --version");
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            String script =
                    PAGE.example("Trying it without Posthorn", "sh").replace("http://localhost:9000", receiver.url(""));

            Program.Ending ending = Program.run(folder, Duration.ofSeconds(30), List.of("sh", "-euc", script));

            assertThat(ending.code()).as(ending.output()).isZero();
            ReceivedRequest request = receiver.awaitRequests(1).getFirst();
            assertThat(request.path()).isEqualTo("/webhooks");
            Map<String, List<String>> headers = request.headers();
            new Webhook(Example.SECRET).verify(request.text(), HttpHeaders.of(headers, (_, _) -> true));
        }
    }

    private void check(Example started) {
        // As Posthorn sends: uvicorn refuses a request that would rather go on in HTTP/2.
        try (started;
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            new Correspondence(ApiClient.of(port), client).check(started);
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
