package io.posthorn.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.postgres.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** One installation is killed again and again; only what needs a data directory of its own makes another. */
@ProcessTest
class EmbeddedRestartIntegrationTests {

    @TempDir
    static Path sharedDirectory;

    private static PosthornProcess shared;

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        shared = PosthornProcess.usedBeforeIn(sharedDirectory).start();
        shared.database().connection().execute("CREATE TABLE kept AS SELECT 42 AS answer");
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void startsAgainBesideItsRunningOrphan() {
        PosthornProcess posthorn = running();
        EmbeddedDatabase orphan = posthorn.database();
        posthorn.kill9();
        assertThat(orphan.isRunning()).isTrue();

        posthorn.start();

        assertThat(orphan.isRunning()).isFalse();
        assertThatRowIsKept(posthorn);
    }

    @Test
    void startsAgainBesideItsSuspendedOrphan() {
        PosthornProcess posthorn = running();
        EmbeddedDatabase orphan = posthorn.database();
        posthorn.kill9();
        orphan.signal("STOP");

        posthorn.start();

        assertThat(orphan.isRunning()).isFalse();
        assertThatRowIsKept(posthorn);
    }

    @Test
    void startsAgainAfterItsOrphanWasKilled() {
        PosthornProcess posthorn = running();
        EmbeddedDatabase orphan = posthorn.database();
        posthorn.kill9();
        orphan.signal("KILL");

        posthorn.start();

        assertThatRowIsKept(posthorn);
    }

    @Test
    void startsAgainWhenOnlyABackendOfItsOrphanSurvived() {
        PosthornProcess posthorn = running();
        ProcessHandle first = ProcessHandle.of(posthorn.database().pid()).orElseThrow();
        ProcessHandle survivor = first.children().findFirst().orElseThrow();
        posthorn.kill9();
        Signals.send("STOP", List.of(survivor));
        Signals.send("KILL", List.of(first));

        posthorn.start();

        assertThat(survivor.info().command()).isEmpty();
        assertThatRowIsKept(posthorn);
    }

    @Test
    void leavesAStrangerAloneThatGotTheNumberOfItsServer() throws IOException {
        PosthornProcess posthorn = running();
        EmbeddedDatabase orphan = posthorn.database();
        posthorn.kill9();
        orphan.signal("KILL");
        Process stranger = new ProcessBuilder("sleep", "300").start();
        opened.add(stranger::destroy);
        replaceFirstLine(posthorn.data().resolve("postgres/postmaster.pid"), Long.toString(stranger.pid()));

        posthorn.start();

        assertThat(stranger.isAlive()).isTrue();
        assertThatRowIsKept(posthorn);
    }

    @Test
    void startsOverWhenItWasKilledWhileMakingTheDatabase() {
        PosthornProcess posthorn = posthorn().launch();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> holdsDraft(posthorn.data()));
        posthorn.kill9();

        posthorn.start();

        assertThat(posthorn.database().connection().ask("SELECT 42")).isEqualTo("42");
    }

    @Test
    void setsAsideADirectoryThatHoldsNoDatabase() throws IOException {
        PosthornProcess posthorn = posthorn();
        Files.createDirectories(posthorn.data().resolve("postgres/base"));
        Files.writeString(posthorn.data().resolve("postgres/PG_VERSION"), "18\n", StandardOpenOption.CREATE_NEW);

        posthorn.start();

        assertThat(posthorn.database().connection().ask("SELECT 42")).isEqualTo("42");
        assertThat(posthorn.log()).contains("held no complete database");
    }

    @Test
    void makesItsServerStopLast() {
        PosthornProcess posthorn = running();
        EmbeddedDatabase server = posthorn.database();

        assertThat(posthorn.stop()).isEqualTo(143);

        assertThat(server.isRunning()).isFalse();
        assertThat(posthorn.log().strip()).endsWith("PostgreSQL " + server.pid() + " has stopped");
        assertThat(posthorn.log()).doesNotContain("Exception", "WARNING");
        assertThat(posthorn.data().resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void sparesItsServerTheInterruptOfTheTerminal() {
        PosthornProcess posthorn = running();
        ProcessHandle server = ProcessHandle.of(posthorn.database().pid()).orElseThrow();

        assertThat(sessionOf(server)).isNotEqualTo(sessionOf(posthorn.handle()));
    }

    @Test
    void refusesToShareItsData() {
        PosthornProcess posthorn = running();
        PosthornProcess second = quick(sharedDirectory).launch();

        assertThat(second.awaitExit()).isEqualTo(1);

        assertThat(second.log())
                .contains("Another Posthorn (process " + posthorn.handle().pid() + ") is using " + posthorn.data())
                .doesNotContain("\tat ");
        assertThat(posthorn.isHealthy()).isTrue();
    }

    @Test
    void keepsKeysThatOnlyTheirOwnerMayRead() throws IOException {
        PosthornProcess posthorn = running();
        String key = posthorn.adminKey();
        String masterKeys = Files.readString(posthorn.data().resolve("master-keys"));
        posthorn.restart();

        assertThat(masterKeys)
                .matches("k1:[0-9A-Za-z+/]{43}=\n")
                .isEqualTo(Files.readString(posthorn.data().resolve("master-keys")));
        assertThat(Files.getPosixFilePermissions(posthorn.data().resolve("master-keys")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(posthorn.log()).doesNotContain(masterKeys.substring(3, 46));

        assertThat(key).matches("ph_admin_[0-9A-Za-z]{43}").isEqualTo(posthorn.adminKey());
        assertThat(Files.getPosixFilePermissions(posthorn.data().resolve("admin-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(posthorn.log()).doesNotContain(key);
    }

    @Test
    @EnabledIf("isRoot")
    void runsForAnOrdinaryUser() throws IOException {
        PosthornProcess posthorn = posthorn().through("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        open(directory);
        posthorn.start();
        posthorn.database().connection().execute("CREATE TABLE kept AS SELECT 42 AS answer");
        posthorn.kill9();

        posthorn.start();

        assertThatRowIsKept(posthorn);
        assertThat(Files.getAttribute(posthorn.data().resolve("postgres"), "unix:uid"))
                .isEqualTo(65534);
    }

    @Test
    @EnabledIf("isRoot")
    void runsForRootOnTheDataOfAnOrdinaryUser() throws IOException {
        PosthornProcess ordinary = posthorn().through("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        open(directory);
        ordinary.start();
        ordinary.database().connection().execute("CREATE TABLE kept AS SELECT 42 AS answer");
        ordinary.stop();

        assertThatRowIsKept(posthorn().start());
    }

    @Test
    @EnabledIf("isRoot")
    void runsForRootWhereUserNamespacesAreForbidden() throws IOException {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("sh", "id", "setpriv", "true")) {
            Path script = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        open(directory);
        PosthornProcess posthorn = posthorn().with("PATH", tools.toString());
        posthorn.start();
        posthorn.database().connection().execute("CREATE TABLE kept AS SELECT 42 AS answer");
        posthorn.kill9();

        assertThatRowIsKept(posthorn.start());
        assertThat(Files.getAttribute(posthorn.data().resolve("postgres"), "unix:uid"))
                .isEqualTo(65534);
    }

    /** Lets everybody in, up to the temporary directory, and write here. */
    private static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectories(Path.of("target", "postgres-binaries"));
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static PosthornProcess running() {
        return shared.handle().isAlive() ? shared : shared.start();
    }

    private PosthornProcess posthorn() {
        return opened(quick(directory));
    }

    private static PosthornProcess quick(Path directory) {
        return PosthornProcess.in(directory);
    }

    private static void assertThatRowIsKept(PosthornProcess posthorn) {
        assertThat(posthorn.database().connection().ask("SELECT answer FROM kept"))
                .isEqualTo("42");
    }

    private PosthornProcess opened(PosthornProcess posthorn) {
        opened.add(posthorn);
        return posthorn;
    }

    private static boolean holdsDraft(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return false;
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.anyMatch(file -> Files.exists(file.resolve("PG_VERSION")));
        }
    }

    private static void replaceFirstLine(Path file, String line) throws IOException {
        Stream<String> rest = Files.readAllLines(file).stream().skip(1);
        Files.write(file, Stream.concat(Stream.of(line), rest).toList());
    }

    /** The session is what a terminal's signals reach; POSIX calls the column so. */
    private static String sessionOf(ProcessHandle process) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "sess=", "-p", Long.toString(process.pid())).start();
            return new String(ps.getInputStream().readAllBytes()).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
