package io.posthorn.ingest.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.receiver.ReceiverPartition;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;
import reactor.kafka.sender.SenderRecord;

/**
 * Reactor Kafka, and the only class that knows it. It is told of an offset only when all below it are settled, so that
 * its own rule, that an acknowledged record acknowledges all before it, is true.
 */
final class ReactorKafka implements RecordSource, DeadLetterTopic {

    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

    /** So long a partition that is to go elsewhere waits for what was read from it; what is left is read again there. */
    private static final Duration REBALANCE_WAITS = Duration.ofSeconds(3);

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(1);

    private final ReceiverOptions<byte[], byte[]> options;
    private final KafkaSender<byte[], byte[]> sender;
    private volatile @Nullable Session session;

    ReactorKafka(ClientSettings settings, TopicMapping topics, Duration commitEvery) {
        ReceiverOptions<byte[], byte[]> receiving = ReceiverOptions.<byte[], byte[]>create(settings.consumer())
                .withKeyDeserializer(new ByteArrayDeserializer())
                .schedulerSupplier(() -> Schedulers.newSingle("kafka-records"))
                .commitInterval(commitEvery)
                .maxCommitAttempts(Integer.MAX_VALUE)
                .maxDelayRebalance(REBALANCE_WAITS)
                .closeTimeout(CLOSES_WITHIN);
        this.options = topics.pattern() == null
                ? receiving.subscription(topics.names())
                : receiving.subscription(topics.pattern());
        this.sender = KafkaSender.create(SenderOptions.<byte[], byte[]>create(settings.producer())
                .withKeySerializer(new ByteArraySerializer())
                .withValueSerializer(new ByteArraySerializer())
                .closeTimeout(CLOSES_WITHIN));
    }

    /** A consumer, and its last word. */
    private record Session(KafkaReceiver<byte[], byte[]> receiver, LastWord lastWord) {}

    /** A consumer closes what reads its values when it has done everything else. */
    private static final class LastWord extends ByteArrayDeserializer {

        private final Sinks.Empty<Void> spoken = Sinks.empty();

        @Override
        public void close() {
            spoken.tryEmitEmpty();
        }
    }

    @Override
    public Flux<TopicRecord> records(Tenure tenure) {
        return Flux.defer(() -> {
            LastWord lastWord = new LastWord();
            KafkaReceiver<byte[], byte[]> receiver = KafkaReceiver.create(options.withValueDeserializer(lastWord)
                    .addAssignListener(partitions -> tenure.assigned(names(partitions)))
                    .addRevokeListener(partitions -> tenure.revoked(names(partitions))));
            session = new Session(receiver, lastWord);
            return receiver.receive()
                    .map(record -> new TopicRecord(
                            record, () -> record.receiverOffset().acknowledge()));
        });
    }

    private static Collection<TopicPartition> names(Collection<ReceiverPartition> partitions) {
        return partitions.stream().map(ReceiverPartition::topicPartition).collect(Collectors.toList());
    }

    @Override
    public Mono<Void> pause(TopicPartition partition) {
        return onConsumer(consumer -> {
                    if (consumer.assignment().contains(partition)) {
                        consumer.pause(List.of(partition));
                    }
                    return true;
                })
                .then();
    }

    @Override
    public Mono<Void> resume(TopicPartition partition) {
        return onConsumer(consumer -> {
                    if (consumer.assignment().contains(partition)) {
                        consumer.resume(List.of(partition));
                    }
                    return true;
                })
                .then();
    }

    @Override
    public Mono<Reading> look() {
        return onConsumer(
                consumer -> isConnected(consumer) ? new Reading(true, unread(consumer)) : new Reading(false, 0));
    }

    private static boolean isConnected(Consumer<byte[], byte[]> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("connection-count"))
                .anyMatch(metric -> metric.getValue().metricValue() instanceof Number open && open.doubleValue() > 0);
    }

    /** The consumer's own lag stands still while a partition is paused, so the broker is asked. */
    private static long unread(Consumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(consumer.assignment(), ANSWERS_WITHIN).entrySet().stream()
                .mapToLong(end -> end.getValue() - consumer.position(end.getKey(), ANSWERS_WITHIN))
                .sum();
    }

    private <T> Mono<T> onConsumer(Function<Consumer<byte[], byte[]>, T> question) {
        return Mono.defer(() -> {
            Session current = session;
            return current == null
                    ? Mono.error(new IllegalStateException("nothing is read"))
                    : current.receiver().doOnConsumer(question);
        });
    }

    @Override
    public Mono<Void> closed() {
        return Mono.defer(() -> {
            Session current = session;
            return current == null ? Mono.empty() : current.lastWord().spoken.asMono();
        });
    }

    @Override
    public Mono<Void> write(ProducerRecord<byte[], byte[]> letter) {
        return Mono.defer(() -> sender.send(Mono.just(SenderRecord.create(letter, true)))
                .next()
                .flatMap(result -> result.exception() == null ? Mono.empty() : Mono.error(result.exception())));
    }

    @Override
    public void close() {
        sender.close();
    }
}
