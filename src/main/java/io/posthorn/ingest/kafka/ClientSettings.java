package io.posthorn.ingest.kafka;

import io.posthorn.postgres.StartRefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What the Kafka clients are told: what safety needs, and beside it what the operator wants. */
final class ClientSettings {

    private static final int SMALLEST_FETCH = 1 << 20;

    /** Changing one of these would let offsets pass what is not durable, or dead letters get lost. */
    private static final Set<String> FIXED = Set.of(
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);

    private final KafkaProperties properties;

    ClientSettings(KafkaProperties properties) {
        this.properties = properties;
        Set<String> refused = new TreeSet<>(properties.properties().keySet());
        refused.retainAll(FIXED);
        if (!refused.isEmpty()) {
            throw new StartRefusedException(
                    "posthorn.kafka.properties sets " + String.join(", ", refused) + ", which Posthorn sets itself.",
                    "Remove it; brokers and group are posthorn.kafka.bootstrap-servers and posthorn.kafka.group-id.");
        }
    }

    Map<String, Object> consumer() {
        int fetch = Math.toIntExact(
                Math.clamp(properties.memory().toBytes() / 4, SMALLEST_FETCH, ConsumerConfig.DEFAULT_FETCH_MAX_BYTES));
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetch);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "posthorn");
        settings.putAll(common());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, properties.groupId());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return known(settings, ConsumerConfig.configNames());
    }

    Map<String, Object> producer() {
        Map<String, Object> settings = new HashMap<>();
        // What a topic held must fit; whether it does is for the dead-letter topic to say.
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.MAX_VALUE / 4);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "posthorn-dead-letters");
        settings.putAll(common());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return known(settings, ProducerConfig.configNames());
    }

    private Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>(properties.properties());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.valueOf(properties.bootstrapServers()));
        return settings;
    }

    /** Each client complains of what belongs to the other. */
    private static Map<String, Object> known(Map<String, Object> settings, Set<String> names) {
        settings.keySet().removeIf(name -> OTHERS.contains(name) && !names.contains(name));
        return settings;
    }

    private static final Set<String> OTHERS = union();

    private static Set<String> union() {
        Set<String> names = new TreeSet<>(ConsumerConfig.configNames());
        names.addAll(ProducerConfig.configNames());
        return names;
    }
}
