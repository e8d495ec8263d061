package io.posthorn.ingest.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Kafka as a source of messages; off until brokers are named.
 *
 * @param bootstrapServers the brokers to ask first, host:port, separated by commas
 * @param groupId the consumer group, in which all nodes share the partitions
 * @param topics the topics to read, each with what its records are when they do not say it
 * @param topicPattern a regular expression instead: all topics that match are read; its groups {@code application} and
 *     {@code eventType}, where it has them, say what the records are when they do not say it
 * @param organization the identifier of the organization whose applications are meant; the default one unless set
 * @param deadLetterTopic where records go that will never be accepted
 * @param memory bytes of records that may be read and not settled, over all partitions together
 * @param commitEvery how often offsets are committed
 * @param drainFor how long a stopping node waits for the records that it has read
 * @param properties further properties of the Kafka clients, such as those of security
 */
@ConfigurationProperties("posthorn.kafka")
record KafkaProperties(
        @Nullable String bootstrapServers,
        @DefaultValue("posthorn") String groupId,
        @DefaultValue List<Topic> topics,
        @Nullable String topicPattern,
        @Nullable String organization,
        @DefaultValue("posthorn-dead-letters") String deadLetterTopic,
        @DefaultValue("16MB") DataSize memory,
        @DefaultValue("1s") Duration commitEvery,
        @DefaultValue("10s") Duration drainFor,
        @DefaultValue Map<String, String> properties) {

    /**
     * A topic.
     *
     * @param name its name
     * @param application the application of its records that name none
     * @param eventType the event type of its records that name none
     */
    record Topic(
            String name,
            @Nullable String application,
            @Nullable String eventType) {}

    /** Without the further properties, among which there are secrets. */
    @Override
    public String toString() {
        return "KafkaProperties[bootstrapServers=" + bootstrapServers + ", groupId=" + groupId + "]";
    }
}
