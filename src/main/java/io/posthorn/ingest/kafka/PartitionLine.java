package io.posthorn.ingest.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one partition that are under way, in the order they were read. They are settled in any order; a record
 * is acknowledged when it and all before it are settled, so an offset never passes one that is not. When more of them
 * waits than the partition's share, it is paused; it goes on when half of that is left.
 *
 * <p>It outlives the loss of its partition: what was read before may still be on its way through memory when the
 * partition comes back, and must not be taken for all there was.
 */
final class PartitionLine {

    private final TopicPartition partition;
    private final Valve valve;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private long share;
    private long acknowledged = -1;
    private boolean paused;
    private boolean ours;

    PartitionLine(TopicPartition partition, Valve valve) {
        this.partition = partition;
        this.valve = valve;
    }

    /** Lets records come, or not. */
    interface Valve {

        /** No more for now. */
        void shut(TopicPartition partition);

        /** More. */
        void open(TopicPartition partition);
    }

    /** A record under way. */
    static final class Entry {

        private final TopicRecord record;
        private final long weight;
        private final long since = System.nanoTime();
        private boolean settled;

        private Entry(TopicRecord record) {
            this.record = record;
            this.weight = record.weight();
        }
    }

    /** The partition is ours. A consumer that gets a partition reads from it, whatever was before. */
    synchronized void assigned() {
        acknowledged = -1;
        ours = true;
        paused = false;
    }

    /** So many bytes of the partition may wait. */
    synchronized void share(long newShare) {
        share = newShare;
        throttle();
    }

    /** The partition is another's: its offset is not ours to move. */
    synchronized void revoked() {
        ours = false;
    }

    /** Takes in a record that was read. */
    synchronized Entry add(TopicRecord record) {
        Entry entry = new Entry(record);
        entries.add(entry);
        bytes += entry.weight;
        throttle();
        return entry;
    }

    /** The record is durable, as a message or as a dead letter. */
    synchronized void settled(Entry entry) {
        entry.settled = true;
        Entry last = null;
        for (Entry first = entries.peek(); first != null && first.settled; first = entries.peek()) {
            last = entries.remove();
            bytes -= last.weight;
        }
        if (last != null) {
            acknowledge(last.record);
            throttle();
        }
    }

    private void acknowledge(TopicRecord record) {
        if (ours && record.content().offset() > acknowledged) {
            acknowledged = record.content().offset();
            record.acknowledge().run();
        }
    }

    private void throttle() {
        if (ours && !paused && bytes > share) {
            paused = true;
            valve.shut(partition);
        } else if (ours && paused && bytes <= share / 2) {
            paused = false;
            valve.open(partition);
        }
    }

    synchronized long waitingBytes() {
        return bytes;
    }

    synchronized int waiting() {
        return entries.size();
    }

    /** For how many nanoseconds the first of them has waited; 0 for none. */
    synchronized long oldestNanos() {
        Entry first = entries.peek();
        return first == null ? 0 : System.nanoTime() - first.since;
    }

    synchronized boolean isPaused() {
        return ours && paused;
    }

    synchronized boolean isOurs() {
        return ours;
    }
}
