package io.posthorn.ingest;

/** How reading from topics goes on this node; counts are since its start. */
public interface TopicFigures {

    /** Records that became messages. */
    long accepted();

    /** Records that had become messages before, and were left out. */
    long repeated();

    /** Records that went to the dead-letter topic. */
    long deadLettered();

    /** Records that are in the topics and not settled yet, over the partitions that this node reads. */
    long lag();

    /** Bytes of the records that were read and are not settled yet. */
    long waitingBytes();

    /** Partitions that are not read from for now, because enough of them waits. */
    int pausedPartitions();

    /** Whether a broker answers. */
    boolean brokerAnswers();
}
