package io.posthorn.ledger;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the ledger is written.
 *
 * @param groupItems rows in one transaction at most
 * @param groupSize bytes in one transaction at most; a larger single message still goes
 * @param queueSize bytes that may wait for a flush; beyond it messages are answered with 503
 * @param flushDeadline after this time a flush has its connection closed and is resolved on another
 * @param keysKeptFor how long idempotency keys and event ids are remembered; at least a day
 * @param expungeEvery how often payloads are looked for whose own time has come
 */
@ConfigurationProperties("posthorn.ledger")
public record LedgerProperties(
        @DefaultValue("2000") int groupItems,
        @DefaultValue("4MB") DataSize groupSize,
        @DefaultValue("32MB") DataSize queueSize,
        @DefaultValue("10s") Duration flushDeadline,
        @DefaultValue("24h") Duration keysKeptFor,
        @DefaultValue("1m") Duration expungeEvery) {

    /** So much more is sent again after a crash under load, at the most. */
    private static final Duration OUTCOMES_GATHER = Duration.ofMillis(25);

    /** So much later callers hear, at the most, where the processors are full anyway. */
    private static final Duration APPENDS_GATHER = Duration.ofMillis(5);

    /**
     * Of appends, whose callers wait; so they gather only while the processors are busy.
     *
     * @param load of the processors, from 0 to 1
     */
    GroupCommitSettings appends(String name, DoubleSupplier load, CommitListener listener) {
        return group(name, false, Gathering.whileBusy(APPENDS_GATHER, load), listener);
    }

    /** Of outcomes: nobody waits for them, and they must not be lost. */
    GroupCommitSettings outcomes(CommitListener listener) {
        return group("outcome", true, Gathering.always(OUTCOMES_GATHER), listener);
    }

    private GroupCommitSettings group(String name, boolean untilWritten, Gathering gathering, CommitListener listener) {
        return new GroupCommitSettings(
                name,
                groupItems,
                groupSize.toBytes(),
                queueSize.toBytes(),
                flushDeadline,
                untilWritten,
                gathering,
                listener);
    }
}
