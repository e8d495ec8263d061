package io.posthorn.loadtest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import reactor.core.publisher.Mono;

/** A product that writes each message to a topic, as a record with headers and no identifier of its own. */
final class TopicProcess {

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final List<byte[]> applications;
    private final AtomicLong sequence = new AtomicLong();

    private TopicProcess(String brokers, String topic, List<String> applications) {
        this.topic = topic;
        this.applications = applications.stream()
                .map(application -> application.getBytes(StandardCharsets.US_ASCII))
                .toList();
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ProducerConfig.LINGER_MS_CONFIG, 2),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Takes the brokers, the topic, the number in flight, the window, where to ask how many arrived, and the
     * applications; then answers milliseconds with tallies.
     */
    public static void main(String[] args) {
        TopicProcess process =
                new TopicProcess(args[0], args[1], Arrays.asList(args).subList(5, args.length));
        int inFlight = Integer.parseInt(args[2]);
        Window window = new Window(Long.parseLong(args[3]), args[4]);
        Commands.answer(millis -> {
            ClosedLoop loop = new ClosedLoop(inFlight, window::tryStart, process::write);
            return window.around(loop.run(Duration.ofMillis(Long.parseLong(millis))))
                    .toFuture()
                    .join()
                    .line();
        });
    }

    private Mono<Boolean> write() {
        long next = sequence.getAndIncrement();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, Payloads.of(next));
        record.headers().add("posthorn-application", applications.get((int) (next % applications.size())));
        return Mono.create(sink -> producer.send(record, (written, error) -> sink.success(error == null)));
    }
}
