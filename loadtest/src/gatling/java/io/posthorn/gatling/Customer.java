package io.posthorn.gatling;

import java.time.Duration;
import java.util.List;

/**
 * An application of a run and what becomes of its messages at each of its endpoints.
 *
 * @param id of the application
 * @param ledgers one for each endpoint
 */
record Customer(String id, List<Ledger> ledgers) {

    Customer {
        ledgers = List.copyOf(ledgers);
    }

    String path() {
        return "/api/v1/app/" + id + "/msg";
    }

    void accepted(long number) {
        ledgers.forEach(ledger -> ledger.accepted(number));
    }

    /** Deliveries that were promised by a 202 and have not come. */
    long missing() {
        return ledgers.stream().mapToLong(Ledger::missing).sum();
    }

    /** Waits until everything that was promised has come, or the time is over. */
    void awaitDrained(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        ledgers.forEach(ledger -> ledger.awaitDrained(end));
    }

    long promised() {
        return ledgers.stream().mapToLong(Ledger::accepted).sum();
    }

    long duplicates() {
        return ledgers.stream().mapToLong(Ledger::duplicates).sum();
    }

    long badSignatures() {
        return ledgers.stream().mapToLong(Ledger::badSignatures).sum();
    }

    /** The worst of its endpoints. */
    double millis(double percentile) {
        return ledgers.stream()
                .mapToDouble(ledger -> ledger.millis(percentile))
                .max()
                .orElse(0);
    }
}
