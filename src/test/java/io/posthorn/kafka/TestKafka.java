package io.posthorn.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The real Kafka broker of the tests: one for all of a JVM, in a container where a Docker engine answers, in this
 * process elsewhere. Its topics are made by hand, and live as long as it does.
 */
public final class TestKafka implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;
    private static final String IMAGE = "apache/kafka:4.2.1";

    private final String brokers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    private TestKafka(String brokers) {
        this.brokers = brokers;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers));
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        16 << 20,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static final class Shared {

        private static final TestKafka KAFKA =
                new TestKafka(DockerClientFactory.instance().isDockerAvailable() ? container() : embedded());

        @SuppressWarnings("resource") // The container's reaper ends it after the JVM.
        private static String container() {
            KafkaContainer container = new KafkaContainer(IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
            container.start();
            return container.getBootstrapServers();
        }

        private static String embedded() {
            EmbeddedKafkaKraftBroker broker = newBroker();
            broker.afterPropertiesSet();
            Runtime.getRuntime().addShutdownHook(new Thread(broker::destroy, "kafka-stop"));
            return broker.getBrokersAsString();
        }
    }

    /** A broker in this process, not started yet. */
    public static EmbeddedKafkaKraftBroker newBroker() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperties(Map.of(
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0",
                "offsets.topic.num.partitions", "1",
                "message.max.bytes", "8388608"));
        return broker;
    }

    /** The one that all tests share. */
    public static TestKafka shared() {
        return Shared.KAFKA;
    }

    /** Another one, at this address. */
    public static TestKafka at(String brokers) {
        return new TestKafka(brokers);
    }

    /** Where it listens, for {@code posthorn.kafka.bootstrap-servers}. */
    public String brokers() {
        return brokers;
    }

    /** Makes a topic with a name that begins like this and is new. */
    public String newTopic(String beginning, int partitions) {
        return newTopic(beginning, partitions, Map.of());
    }

    /** The same with settings of the topic's own. */
    public String newTopic(String beginning, int partitions, Map<String, String> settings) {
        return make(beginning + "." + UUID.randomUUID().toString().substring(0, 8), partitions, settings);
    }

    /** Makes this topic. */
    public String make(String name, int partitions, Map<String, String> settings) {
        get(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
                .all());
        return name;
    }

    /** Writes the record and waits until it is written. */
    public void send(Letter letter) {
        get(producer.send(letter.record()));
    }

    /** Writes the records, many at a time, and waits until all are written. */
    public void sendAll(List<Letter> letters) {
        List<Future<?>> sent = new ArrayList<>();
        letters.forEach(letter -> sent.add(producer.send(letter.record())));
        sent.forEach(TestKafka::get);
    }

    /** The offsets that the group has committed. */
    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        ListConsumerGroupOffsetsResult offsets = admin.listConsumerGroupOffsets(group);
        return get(offsets.partitionsToOffsetAndMetadata());
    }

    /** The sum of the offsets that the group has committed for the topic. */
    public long committed(String group, String topic) {
        return committed(group).entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    /** How many records the topic ever had. */
    public long written(String topic) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(description -> description.partitions().stream())
                .forEach(partition -> ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        return get(admin.listOffsets(ends).all()).values().stream()
                .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                .sum();
    }

    /** How many members the group has. */
    public int members(String group) {
        return get(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
                .mapToInt(description -> description.members().size())
                .sum();
    }

    /** Deletes the topic. */
    public void delete(String topic) {
        get(admin.deleteTopics(List.of(topic)).all());
    }

    /** All records of the topic, read until there are as many as expected, and a little longer. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, int expected) {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            boolean more = true;
            while (more) {
                int before = records.size();
                consumer.poll(Duration.ofMillis(300)).forEach(records::add);
                more = records.size() > before || records.size() < expected && System.nanoTime() < end;
            }
            return records;
        }
    }

    /** Lets go of it; the broker runs on. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
