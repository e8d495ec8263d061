package io.posthorn.pipeline;

import io.posthorn.ledger.DeliveryKey;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What this node has in memory and answers for, counted in bytes against a budget. */
final class Custody {

    private final long budget;
    private final AtomicLong used = new AtomicLong();
    private final Map<UUID, Ticket> messages = new ConcurrentHashMap<>();
    private final Map<DeliveryKey, Tenure> rows = new ConcurrentHashMap<>();
    /** Admitted, and on their way through their commit. */
    private final Set<UUID> expected = ConcurrentHashMap.newKeySet();

    Custody(long budget) {
        this.budget = budget;
    }

    /** Takes room for so many bytes if there is any. */
    boolean tryTake(long weight) {
        if (used.addAndGet(weight) <= budget) {
            return true;
        }
        used.addAndGet(-weight);
        return false;
    }

    /** Takes the room even when the budget is spent: the work is ours already. */
    void take(long weight) {
        used.addAndGet(weight);
    }

    /** A message is going to be written as ours: whatever its row says from now on, it is in hand. */
    void expect(UUID messageId) {
        expected.add(messageId);
    }

    /** The message is held by its ticket now, or will not come. */
    void arrived(UUID messageId) {
        expected.remove(messageId);
    }

    void release(long weight) {
        used.addAndGet(-weight);
    }

    long room() {
        return Math.max(0, budget - used.get());
    }

    long budget() {
        return budget;
    }

    long used() {
        return used.get();
    }

    /**
     * Remembers the message until its ticket is closed; false when it is in memory already. One that is left over from
     * an earlier tenure gives way: what waits under it stops without a word when its time comes.
     */
    boolean hold(Ticket ticket) {
        return messages.merge(ticket.messageId(), ticket, Custody::current) == ticket;
    }

    private static Ticket current(Ticket present, Ticket next) {
        return present.tenure().isOver() ? next : present;
    }

    void drop(Ticket ticket) {
        messages.remove(ticket.messageId(), ticket);
        release(ticket.weight());
    }

    /** Whether this tenure holds the message, or will; one left over from an earlier tenure does not count. */
    boolean holds(UUID messageId, Tenure tenure) {
        Ticket ticket = messages.get(messageId);
        return ticket != null && ticket.tenure() == tenure || expected.contains(messageId);
    }

    /** Takes in a delivery that has a row of its own. */
    void hold(DeliveryKey row, Tenure tenure, long weight) {
        take(weight);
        rows.put(row, tenure);
    }

    void drop(DeliveryKey row, Tenure tenure, long weight) {
        rows.remove(row, tenure);
        release(weight);
    }

    boolean holds(DeliveryKey row, Tenure tenure) {
        return rows.get(row) == tenure;
    }

    /** Whether anything of the message is in memory. */
    boolean holdsAnyOf(UUID messageId) {
        return messages.containsKey(messageId)
                || rows.keySet().stream().anyMatch(row -> row.messageId().equals(messageId));
    }

    int size() {
        return messages.size();
    }
}
