package io.posthorn.pipeline;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The place of a message in memory; given up when the last of its deliveries there has ended, in whatever way. */
final class Ticket {

    private final UUID messageId;
    private final Tenure tenure;
    private final long weight;
    private final Custody custody;
    private final AtomicInteger open;

    Ticket(UUID messageId, Tenure tenure, long weight, Custody custody, int deliveries) {
        this.messageId = messageId;
        this.tenure = tenure;
        this.weight = weight;
        this.custody = custody;
        this.open = new AtomicInteger(deliveries);
    }

    UUID messageId() {
        return messageId;
    }

    Tenure tenure() {
        return tenure;
    }

    long weight() {
        return weight;
    }

    /** One delivery has left memory. */
    void closeOne() {
        if (open.decrementAndGet() == 0) {
            custody.drop(this);
        }
    }
}
