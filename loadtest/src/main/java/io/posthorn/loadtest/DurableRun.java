package io.posthorn.loadtest;

import java.time.Duration;
import java.util.function.Function;

/** A run of a source, and its end: it is over when the last outcome is committed, and that is what its rate counts. */
final class DurableRun implements Function<Duration, Tally> {

    private final Ledger ledger;
    private final Receiver receiver;
    private final Function<Duration, Tally> source;
    private long acknowledged;
    private long deliveries;
    private long transactions;

    DurableRun(Ledger ledger, Receiver receiver, Function<Duration, Tally> source) {
        this.ledger = ledger;
        this.receiver = receiver;
        this.source = source;
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public Tally apply(Duration duration) {
        long before = ledger.delivered();
        long receivedBefore = receiver.received();
        long transactionsBefore = ledger.transactions();
        long start = System.nanoTime();
        Tally accepted = source.apply(duration);
        ledger.awaitSettled();
        long nanos = System.nanoTime() - start;
        acknowledged += accepted.successes();
        transactions += ledger.transactions() - transactionsBefore;
        long delivered = ledger.delivered() - before;
        deliveries += delivered;
        requireArrived(receiver.received() - receivedBefore, delivered);
        return new Tally(delivered, accepted.failures(), nanos);
    }

    /** The receiver's word against ours. */
    private static void requireArrived(long arrived, long delivered) {
        if (arrived < delivered) {
            throw new IllegalStateException(
                    delivered + " deliveries are on record, and " + arrived + " arrived at the receiver");
        }
    }

    /** Nothing that was acknowledged may be missing; more may have been accepted than was acknowledged. */
    void requireNothingLost() {
        long lost = ledger.lost();
        long accepted = ledger.accepted();
        long delivered = ledger.delivered();
        long failed = ledger.failed();
        System.out.printf(
                "%s: %,d acknowledged, %,d committed, %,d delivered, %,d failed attempts, %,d lost; %.0f deliveries"
                        + " for each transaction%n",
                ledger.database().name(),
                acknowledged,
                accepted,
                delivered,
                failed,
                lost,
                (double) deliveries / Math.max(1, transactions));
        if (failed > 0) {
            System.out.println("  failed: " + ledger.failures());
        }
        if (lost > 0 || accepted < acknowledged) {
            throw new IllegalStateException("messages are missing");
        }
    }
}
