package io.posthorn.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went through lately, as the API shows it.
 *
 * @param minutes each minute of the last fifteen, the oldest first
 * @param approximated whether there was so much that only the newest of it was counted
 * @param waiting deliveries that wait for a time or for their endpoint, counted to ten thousand
 * @param oldestWaiting when the message of the oldest of them was accepted; null when there are none
 * @param nodes the processes that share the work
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrafficOut(
        List<Minute> minutes,
        boolean approximated,
        long waiting,
        @Nullable Instant oldestWaiting,
        List<Node> nodes) {

    /**
     * One minute.
     *
     * @param meanMillis how long attempts took; null without any
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Minute(
            Instant at,
            long accepted,
            long delivered,
            long failed,
            @Nullable Integer meanMillis) {}

    /** A process, by the name it gave itself and since when it runs. */
    record Node(String name, Instant startedAt) {}
}
