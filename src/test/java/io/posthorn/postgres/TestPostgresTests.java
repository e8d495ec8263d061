package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestPostgresTests {

    @Test
    void givesEachTestItsOwnDatabase() {
        TestDatabase one = TestPostgres.freshDatabase();
        TestDatabase other = TestPostgres.freshDatabase();
        one.execute("CREATE TABLE only_here (id int)");

        assertThat(one.ask("SELECT to_regclass('only_here')")).isEqualTo("only_here");
        assertThat(other.ask("SELECT to_regclass('only_here')")).isEqualTo("null");
    }
}
