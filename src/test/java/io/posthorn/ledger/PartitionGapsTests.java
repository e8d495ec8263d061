package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionGapsTests {

    private static final PartitionGaps DAYS = new PartitionGaps("message", Duration.ofDays(1));

    @Test
    void beginsAtTheMidnightBeforeAndEndsAfterTheEnd() {
        assertThat(names(DAYS.between(List.of(), at("2026-01-30T15:00:00Z"), at("2026-02-01T00:00:01Z"))))
                .containsExactly("message_p20260130", "message_p20260131", "message_p20260201");
    }

    @Test
    void leavesOutWhatIsThere() {
        List<Partition> there = DAYS.between(List.of(), at("2026-01-30T00:00:00Z"), at("2026-01-31T00:00:00Z"));

        assertThat(names(DAYS.between(there, at("2026-01-29T00:00:00Z"), at("2026-02-01T00:00:00Z"))))
                .containsExactly("message_p20260129", "message_p20260131");
    }

    @Test
    void fillsTheRoomBetweenPartitionsOfAnotherWidth() {
        List<Partition> there =
                List.of(Partition.of("message", at("2026-01-30T06:00:00Z"), at("2026-01-30T09:00:00Z")));

        List<Partition> missing = DAYS.between(there, at("2026-01-30T00:00:00Z"), at("2026-01-31T00:00:00Z"));

        assertThat(missing)
                .containsExactly(
                        new Partition(
                                "message_p20260130", at("2026-01-30T00:00:00Z"), at("2026-01-30T06:00:00Z"), false),
                        new Partition(
                                "message_p20260130_0900",
                                at("2026-01-30T09:00:00Z"),
                                at("2026-01-31T00:00:00Z"),
                                false));
    }

    @Test
    void readsTheStartOutOfAName() {
        assertThat(Partition.startOf("message", "message_p20260130")).contains(at("2026-01-30T00:00:00Z"));
        assertThat(Partition.startOf("message", "message_p20260130_0900")).contains(at("2026-01-30T09:00:00Z"));
        assertThat(Partition.startOf("message", "message_people")).isEmpty();
        assertThat(Partition.startOf("message", "attempt_p20260130")).isEmpty();
    }

    private static List<String> names(List<Partition> partitions) {
        return partitions.stream().map(Partition::name).toList();
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
