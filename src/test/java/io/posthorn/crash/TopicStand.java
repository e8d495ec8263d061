package io.posthorn.crash;

import io.posthorn.kafka.BrokerProcess;
import io.posthorn.kafka.TestKafka;
import io.posthorn.process.PosthornProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** The other way in: a topic on a broker that may be killed, which all nodes of a fleet read. */
final class TopicStand implements AutoCloseable {

    static final String TOPIC = "letters";
    static final int PARTITIONS = 4;
    private static final String DEAD_LETTERS = "dead-letters";
    private static final String GROUP = "fleet";
    private static final Duration READ_WITHIN = Duration.ofSeconds(180);

    private final BrokerProcess broker;
    private final TestKafka kafka;

    private TopicStand(BrokerProcess broker) {
        this.broker = broker;
        this.kafka = TestKafka.at(broker.brokers());
    }

    /** One whose broker runs and has the topics. */
    static TopicStand open(Path directory) {
        BrokerProcess broker = BrokerProcess.in(directory);
        try {
            broker.start();
            TopicStand stand = new TopicStand(broker);
            stand.kafka.make(TOPIC, PARTITIONS, Map.of());
            stand.kafka.make(DEAD_LETTERS, 1, Map.of());
            return stand;
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    BrokerProcess broker() {
        return broker;
    }

    /** Lets the node read the topic. */
    void furnish(PosthornProcess node) {
        node.with("POSTHORN_KAFKA_BOOTSTRAP_SERVERS", broker.brokers())
                .with("POSTHORN_KAFKA_GROUP_ID", GROUP)
                .with("POSTHORN_KAFKA_COMMIT_EVERY", "200ms")
                .with("POSTHORN_KAFKA_MEMORY", "256KB")
                .with("POSTHORN_KAFKA_DEAD_LETTER_TOPIC", DEAD_LETTERS)
                .with("POSTHORN_KAFKA_PROPERTIES_SESSION_TIMEOUT_MS", "6000")
                .with("POSTHORN_KAFKA_PROPERTIES_RECONNECT_BACKOFF_MAX_MS", "500")
                .with("POSTHORN_KAFKA_TOPICS_0_NAME", TOPIC);
    }

    /** Waits until the nodes have settled and committed all there is. */
    void awaitRead() {
        Awaitility.await("offsets of all records")
                .pollInterval(Duration.ofMillis(200))
                .atMost(READ_WITHIN)
                .until(() -> unread() == 0);
    }

    /** Records that no committed offset has passed. */
    long unread() {
        return kafka.written(TOPIC) - kafka.committed(GROUP, TOPIC);
    }

    /** Records that were refused. */
    long deadLetters() {
        return kafka.written(DEAD_LETTERS);
    }

    @Override
    public void close() {
        kafka.close();
        broker.close();
    }
}
