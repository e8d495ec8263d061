package io.posthorn.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.FORBIDDEN;

import io.posthorn.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the jar, beside one running Posthorn and without one. */
@ProcessTest
class KeyCommandIntegrationTests {

    private static final String APPLICATIONS = "/api/v1/app";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String NOBODYS = "key_000000000000000000000000000";

    @TempDir
    static Path shared;

    private static PosthornProcess running;

    @TempDir
    Path directory;

    private PosthornProcess posthorn;

    @BeforeAll
    static void start() {
        running = PosthornProcess.usedBeforeIn(shared).start();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void prepare() {
        posthorn = PosthornProcess.in(directory);
    }

    @AfterEach
    void close() {
        if (posthorn != running) {
            posthorn.close();
        }
    }

    @Test
    void makesListsAndRevokesKeysBesideARunningPosthorn() {
        posthorn = running;
        Made made = create();

        assertThat(statusWith(made.text())).isEqualTo(200);
        as(made.text()).get("/api/v1/auth/api-token", FORBIDDEN);
        CommandRun listed = posthorn.run("key", "list");
        assertThat(listed.status()).as(listed.err()).isZero();
        assertThat(listed.out()).contains(made.id(), "shop", "read", "no end").doesNotContain(made.text());
        CommandRun revoked = posthorn.run("key", "revoke", made.id());
        assertThat(revoked.status()).as(revoked.err()).isZero();
        assertThat(revoked.out()).isEqualTo("The key " + made.id() + " ('shop') is revoked.\n");
        await().pollInterval(Duration.ofMillis(20)).atMost(SECOND).until(() -> statusWith(made.text()) == 401);
        assertThat(posthorn.log() + listed.err() + revoked.err()).doesNotContain(made.text());
        assertThat(filesWith(made.text())).isEmpty();
    }

    @Test
    void makesAndRevokesKeysWithoutOne() {
        Made kept = create();
        Made gone = create();
        CommandRun revoked = posthorn.run("key", "revoke", gone.id());

        assertThat(revoked.status()).as(revoked.err()).isZero();
        assertThat(posthorn.data().resolve("postgres/postmaster.pid")).doesNotExist();
        posthorn.start();
        assertThat(statusWith(kept.text())).isEqualTo(200);
        assertThat(statusWith(gone.text())).isEqualTo(401);
    }

    @Test
    void aNewAdminKeyIsInForceWithinASecondAndStaysSo() {
        posthorn = running;
        String old = posthorn.adminKey();
        assertThat(statusWith(old)).isEqualTo(200);

        CommandRun reset = posthorn.run("key", "reset-admin");

        String fresh = posthorn.adminKey();
        assertThat(reset.status()).as(reset.err()).isZero();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(reset.out() + reset.err()).contains("admin-key").doesNotContain(fresh, old);
        await().pollInterval(Duration.ofMillis(20)).atMost(SECOND).until(() -> statusWith(fresh) == 200);
        assertThat(statusWith(old)).isEqualTo(401);
        posthorn.restart();
        assertThat(statusWith(old)).isEqualTo(401);
        assertThat(statusWith(fresh)).isEqualTo(200);
        assertThat(posthorn.log()).doesNotContain(fresh, old);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fly",
                "key",
                "key fly",
                "key create --name shop",
                "key create --scope read",
                "key create --scope read --name",
                "key create --scope read --name shop --colour red",
                "key revoke"
            })
    void whatItDoesNotUnderstandIsSaidAndEndsWithTwo(String words) {
        CommandRun run = posthorn.run(words.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().findFirst().orElseThrow()).matches("[A-Za-z-].* .*\\.");
        assertThat(run.err()).contains("\nCommands:\n", "key create --scope").doesNotContain("\tat ");
        assertThat(posthorn.data()).doesNotExist();
    }

    @Test
    void saysWhatCannotBe() {
        posthorn = running;

        CommandRun scope = posthorn.run("key", "create", "--scope", "root", "--name", "shop");
        assertThat(scope.status()).isEqualTo(2);
        assertThat(scope.err()).startsWith("--scope must be one of").contains("'root'");
        CommandRun organization = posthorn.run("key", "list", "--organization", "nobody");
        assertThat(organization.status()).isEqualTo(2);
        assertThat(organization.err()).startsWith("--organization must be");
        CommandRun unknown = posthorn.run("key", "revoke", NOBODYS);
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("There is no API key '" + NOBODYS + "' here.");
        for (CommandRun run : List.of(scope, organization, unknown)) {
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).doesNotContain("\tat ");
        }
    }

    /** Makes a key, whose text may be on the standard output and nowhere else. */
    private Made create() {
        CommandRun run = posthorn.run("key", "create", "--scope", "read", "--name", "shop");
        assertThat(run.status()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).matches("key_[0-9A-Za-z]{27}");
        assertThat(lines.getLast()).matches("ph_live_[0-9A-Za-z]{38}");
        assertThat(run.err()).isEmpty();
        return new Made(lines.getFirst(), lines.getLast());
    }

    private ApiClient as(String key) {
        return ApiClient.of(posthorn.port()).as(key);
    }

    private int statusWith(String key) {
        return as(key).anonymous()
                .get()
                .uri(APPLICATIONS)
                .header("Authorization", "Bearer " + key)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private List<Path> filesWith(String secret) {
        try (Stream<Path> files = Files.walk(shared)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> bytes(file).contains(secret))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A running database removes files while they are looked for. */
    private static String bytes(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Made(String id, String text) {}
}
