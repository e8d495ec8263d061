package io.posthorn.pipeline;

import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.CurrentNode;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;

/** Which node this process is at the moment. */
final class Membership implements CurrentNode {

    private final IdGenerator ids;
    private final LongSupplier nanoTime;
    private final Duration timeToLive;
    private volatile Tenure tenure;

    Membership(IdGenerator ids, LongSupplier nanoTime, Duration timeToLive) {
        this.ids = ids;
        this.nanoTime = nanoTime;
        this.timeToLive = timeToLive;
        this.tenure = next();
    }

    private Tenure next() {
        return new Tenure(ids.next(), nanoTime, timeToLive);
    }

    @Override
    public UUID id() {
        return tenure.node();
    }

    Tenure tenure() {
        return tenure;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Ends the tenure and begins one with a new identity and, since everything asks the tenure, an empty memory. */
    void renew() {
        tenure.end();
        tenure = next();
    }
}
