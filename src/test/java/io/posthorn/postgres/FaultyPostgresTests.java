package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FaultyPostgresTests {

    @Test
    void keepsCommittedRowsThroughKillAndSuspension() throws IOException {
        try (FaultyPostgres server = FaultyPostgres.start()) {
            TestDatabase database = server.emptyDatabase();
            database.execute("CREATE TABLE kept AS SELECT 42 AS answer");

            server.kill();
            server.restart();
            assertThat(database.ask("SELECT answer FROM kept")).isEqualTo("42");

            server.suspend();
            server.restart();
            assertThat(database.ask("SELECT answer FROM kept")).isEqualTo("42");

            server.stop();
            assertThatThrownBy(() -> database.ask("SELECT 1")).isInstanceOf(IllegalStateException.class);
            server.restart();
            assertThat(database.ask("SHOW fsync")).isEqualTo("on");
        }
    }
}
