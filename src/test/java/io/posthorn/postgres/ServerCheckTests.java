package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.postgres.embedded.ServerSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ServerCheckTests {

    @Test
    void findsAnEmbeddedServerDurable() throws IOException, SQLException {
        try (FaultyPostgres server = FaultyPostgres.start()) {
            assertThat(answerOf(server.emptyDatabase()).isDurable()).isTrue();
        }
    }

    @Test
    void refusesAnEmbeddedServerThatMayLoseCommits() throws IOException, SQLException {
        try (FaultyPostgres server = FaultyPostgres.start()) {
            TestDatabase database = server.emptyDatabase();
            // A role's setting is the one way around the server's command line.
            database.execute("ALTER ROLE posthorn SET synchronous_commit = off");

            ServerCheck check = answerOf(database);

            assertThatThrownBy(() -> check.enforce(true))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("synchronous_commit=off");
        }
    }

    @Test
    void warnsOfAnExternalServerThatMayLoseCommits(CapturedOutput output) throws IOException, SQLException {
        try (FaultyPostgres server = FaultyPostgres.start(ServerSettings.fast())) {
            answerOf(server.emptyDatabase()).enforce(false);
        }

        assertThat(output).contains("ACCEPTED MESSAGES CAN BE LOST", "fsync=off", "full_page_writes=off");
    }

    @ParameterizedTest
    @CsvSource({"off,on,on", "on,off,on", "on,on,off"})
    void findsEachSettingReasonEnoughToRefuse(String fsync, String synchronousCommit, String fullPageWrites) {
        ServerCheck check = new ServerCheck(18_00_06, fsync, synchronousCommit, fullPageWrites);

        assertThatThrownBy(() -> check.enforce(true)).isInstanceOf(StartRefusedException.class);
    }

    @Test
    void refusesServersOlderThanFifteen() {
        assertThatThrownBy(() -> new ServerCheck(14_00_19, "on", "on", "on").enforce(false))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage("The PostgreSQL server has version 14, and Posthorn needs 15 or newer.");
        assertThatNoException().isThrownBy(() -> new ServerCheck(15_00_00, "on", "local", "on").enforce(true));
    }

    private static ServerCheck answerOf(TestDatabase database) throws SQLException {
        try (Connection connection = database.jdbc()) {
            return ServerCheck.ask(connection);
        }
    }
}
