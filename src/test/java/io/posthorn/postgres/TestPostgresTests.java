package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class TestPostgresTests {

    @Test
    void givesEachTestItsOwnDatabase() {
        TestDatabase one = TestPostgres.freshDatabase();
        TestDatabase other = TestPostgres.freshDatabase();
        one.execute("CREATE TABLE only_here (id int)");

        assertThat(one.ask("SELECT to_regclass('only_here')")).isEqualTo("only_here");
        assertThat(other.ask("SELECT to_regclass('only_here')")).isEqualTo("null");
    }

    @Test
    void reachesTheDatabaseWithoutBlocking() {
        TestPostgres.freshDatabase()
                .directConnections()
                .open("test")
                .flatMap(connection -> connection
                        .createStatement(
                                "SELECT current_setting('application_name') || current_setting('statement_timeout')")
                        .execute()
                        .flatMap(result -> result.map(row -> Columns.required(row, "?column?", String.class)))
                        .next()
                        .flatMap(answer -> connection.close().thenReturn(answer)))
                .as(StepVerifier::create)
                .expectNext("posthorn test0")
                .verifyComplete();
    }
}
