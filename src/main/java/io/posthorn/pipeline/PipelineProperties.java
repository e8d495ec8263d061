package io.posthorn.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How this node takes, holds and gives back work.
 *
 * @param bornOwned whether messages accepted here go straight from memory to delivery; false: every message is
 *     written unowned and claimed from the table
 * @param memory bytes of messages that may be in memory at once; a quarter of the heap unless set; what comes beyond
 *     is written unowned and claimed when there is room
 * @param claimEvery how often the tables are looked at when nothing says there is something
 * @param claimBatch rows claimed in one statement
 * @param parkAfter a wait longer than this leaves memory
 * @param maxWaits waits in memory at once; what comes beyond is parked
 * @param attemptTimeout one deadline over connect, TLS, headers and body of an attempt, 1 to 30 seconds
 * @param heartbeatEvery time between heartbeats
 * @param timeToLive after so long without a heartbeat, as seen by a node whose own succeed, a node is dead
 * @param alone whether no other node can exist, so that the work of every other one is free at once
 * @param auditEvery time between comparisons of memory and tables
 * @param drainFor how long a stopping node waits for its attempts to end
 * @param disableAfter an endpoint that has only failed for so long is disabled
 * @param disableWarning its owner is warned so long before
 * @param startStopped whether a start of this node stops all deliveries, on all nodes, until somebody resumes them; for
 *     the first start on a database that was restored from a copy of its files
 */
@ConfigurationProperties("posthorn.pipeline")
record PipelineProperties(
        @DefaultValue("true") boolean bornOwned,
        @Nullable DataSize memory,
        @DefaultValue("250ms") Duration claimEvery,
        @DefaultValue("500") int claimBatch,
        @DefaultValue("30s") Duration parkAfter,
        @DefaultValue("10000") int maxWaits,
        @DefaultValue("5s") Duration attemptTimeout,
        @DefaultValue("1s") Duration heartbeatEvery,
        @DefaultValue("15s") Duration timeToLive,
        @DefaultValue("false") boolean alone,
        @DefaultValue("15s") Duration auditEvery,
        @DefaultValue("15s") Duration drainFor,
        @DefaultValue("5d") Duration disableAfter,
        @DefaultValue("1d") Duration disableWarning,
        @DefaultValue("false") boolean startStopped) {

    PipelineProperties {
        if (attemptTimeout.compareTo(Duration.ofSeconds(1)) < 0
                || attemptTimeout.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException(
                    "posthorn.pipeline.attempt-timeout is " + attemptTimeout + "; allowed are 1s to 30s");
        }
        if (timeToLive.compareTo(attemptTimeout.plus(heartbeatEvery)) <= 0) {
            throw new IllegalArgumentException("posthorn.pipeline.time-to-live is " + timeToLive
                    + "; it must exceed attempt-timeout and heartbeat-every together, or no attempt could start");
        }
    }

    long memoryBytes() {
        return memory == null ? Runtime.getRuntime().maxMemory() / 4 : memory.toBytes();
    }
}
