package io.posthorn.ledger;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The one who delivers what is committed: asked before the write, told after the commit. */
public interface Custodian {

    /**
     * Whether this node takes custody of a message of this weight; decides who owns it in the table. From then on it is
     * in hand, however long its commit takes.
     *
     * @param weight bytes in memory
     * @return true: it will be handed over after the commit, or {@link #release released}; false: it is written
     *     unowned, and claimed by whoever has room
     */
    boolean admit(UUID messageId, long weight);

    /** Takes back an admission whose write did not commit. */
    void release(UUID messageId, long weight);

    /**
     * Receives what was committed in one group; returns quickly and never throws.
     *
     * @param written the identity that owns it: once that is over, somebody else has it
     */
    void handOver(List<Message> messages, WrittenAs written);

    /** Hears that there is work in the tables that nobody owns yet. */
    void unownedCommitted();

    /**
     * Hears that the contents of messages are gone: what waits in memory for them is not to be sent. Other nodes hear
     * of it from the table.
     */
    void recall(Collection<UUID> messages);
}
