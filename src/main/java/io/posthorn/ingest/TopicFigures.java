package io.posthorn.ingest;

import java.time.Duration;

/** How reading from topics goes on this node; counts are since its start. */
public interface TopicFigures {

    /** Records that became messages. */
    long accepted();

    /** Records that had become messages before, and were left out. */
    long repeated();

    /** Records that went to the dead-letter topic. */
    long deadLettered();

    /** Records that are in the topics and not settled yet, over the partitions that this node reads, as last seen. */
    long lag();

    /** Bytes of the records that were read and are not settled yet. */
    long waitingBytes();

    /** For how long the record that was read first waits to be settled, which no offset passes; zero for none. */
    Duration oldestWaiting();

    /** Partitions that this node reads. */
    int partitions();

    /** Partitions that are not read from for now, because enough of them waits. */
    int pausedPartitions();

    /** How often reading broke off and began anew at the committed offsets. */
    long brokenOff();

    /** Whether a broker answers. */
    boolean brokerAnswers();
}
