package io.posthorn.ledger;

import io.posthorn.ledger.GroupCommitSettings.Gathering;
import java.time.Duration;
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

    /** Callers wait for these; a few callers with many messages would only wait longer. */
    private static final Gathering NONE = new Gathering(1, Duration.ZERO);

    /** Of many callers with a message each, once there are so many that larger groups make all of them faster. */
    private static final Gathering KEYED = new Gathering(24, Duration.ofMillis(5));

    /** Nobody waits for these, but so much more is sent again after a crash under load, at the most. */
    private static final Gathering OUTCOMES = new Gathering(8, Duration.ofMillis(25));

    /** Of messages without a key. */
    GroupCommitSettings appends(CommitListener listener) {
        return group("append", false, NONE, listener);
    }

    /** Of messages with a key: what SDKs send, one by one, and records. */
    GroupCommitSettings keyedAppends(CommitListener listener) {
        return group("keyed-append", false, KEYED, listener);
    }

    /** Of outcomes, which must not be lost. */
    GroupCommitSettings outcomes(CommitListener listener) {
        return group("outcome", true, OUTCOMES, listener);
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
