package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.postgres.Finding.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor says of a server's replication and of clocks, whatever server there is to try. */
class DatabaseExaminationTests {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            true ; ''  ; 0 ; 0 ; 0 ; BAD     ; is a standby and takes no writes
            true ; s1  ; 1 ; 1 ; 0 ; BAD     ; is a standby and takes no writes
            false; ''  ; 0 ; 0 ; 0 ; WARNING ; No standby is connected, and none is waited for
            false; ' ' ; 1 ; 0 ; 0 ; WARNING ; One standby is connected, and none is waited for
            false; ''  ; 2 ; 0 ; 2 ; WARNING ; 2 standbys are connected, and none is waited for
            false; s1  ; 0 ; 0 ; 0 ; BAD     ; synchronous standby (s1), and none is connected: nothing can be accepted
            false; s1  ; 2 ; 0 ; 0 ; BAD     ; synchronous standby (s1), and none is connected: nothing can be accepted
            false; s1  ; 1 ; 0 ; 1 ; WARNING ; One standby is connected, and this role may not see which
            false; s1  ; 2 ; 1 ; 0 ; GOOD    ; Commits wait for a standby, which is connected""")
    void saysWhetherCommitsAreAnywhereElse(
            boolean standby, String wanted, long standbys, long synchronous, long hidden, Level level, String words) {
        Finding finding = new Replication(standby, wanted, standbys, synchronous, hidden).finding(false);

        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.sentence()).contains(words);
    }

    @Test
    void theEmbeddedServerIsTheOnlyCopyAndMeantToBe() {
        assertThat(new Replication(false, "", 0, 0, 0).finding(true))
                .isEqualTo(Finding.good("It is the embedded server, whose disk is the only copy."));
        assertThat(new Replication(true, "", 0, 0, 0).finding(true).level()).isEqualTo(Level.BAD);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_001, -1_001, 86_400_000})
    void clocksThatAreApartAreBad(long millisAhead) {
        Finding finding = DatabaseExamination.clock(Duration.ofMillis(millisAhead));

        assertThat(finding.level()).isEqualTo(Level.BAD);
        assertThat(finding.sentence())
                .contains(Duration.ofMillis(millisAhead).abs() + " apart")
                .contains("same time server");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, -1_000})
    void clocksThatAgreeAreGood(long millisAhead) {
        assertThat(DatabaseExamination.clock(Duration.ofMillis(millisAhead)))
                .isEqualTo(Finding.good(
                        "This machine's clock and the database's agree to " + Math.abs(millisAhead) + " ms."));
    }
}
