package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.ledger.GroupCommitSettings.Gathering;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringTests {

    private static final Duration REST = Duration.ofMillis(5);

    private final Gathering gathering = new Gathering(24, REST);

    @Test
    void holdsUpNobodyWhileThereIsLittleToDo() {
        assertThat(gathering.restAfter(23)).isZero();
    }

    @Test
    void restsAfterMany() {
        assertThat(gathering.restAfter(24)).isEqualTo(REST);
    }
}
