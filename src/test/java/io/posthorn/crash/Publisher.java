package io.posthorn.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Writes numbered letters to a topic at a fixed rate, as {@link Sender} posts them, and is never killed. Once the broker
 * has confirmed a record the letter counts as accepted; until then it is written again, with the same event id.
 */
final class Publisher implements AutoCloseable {

    /** Far from what is posted. */
    private static final int FIRST = 100_000_001;

    private static final int PAUSE_MILLIS = 500;
    private static final Duration GIVES_UP_AFTER = Duration.ofSeconds(20);

    private final Journal journal;
    private final long seed;
    private final String application;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger numbers = new AtomicInteger(FIRST - 1);
    private final Set<Integer> outstanding = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledFuture<?> arrivals;

    Publisher(Journal journal, long seed, String application, String brokers) {
        this.journal = journal;
        this.seed = seed;
        this.application = application;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(GIVES_UP_AFTER.toMillis()),
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        500),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes the next letters of all, this many in a second, until {@link #pause}. */
    void begin(int perSecond) {
        arrivals = clock.scheduleAtFixedRate(this::next, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    void pause() {
        if (arrivals != null) {
            arrivals.cancel(false);
        }
    }

    private void next() {
        Letter letter = Letter.of(seed, numbers.incrementAndGet(), true);
        outstanding.add(letter.number());
        journal.note(new Event.Sent(System.nanoTime(), letter.number(), letter.sha256(), true));
        write(letter);
    }

    private void write(Letter letter) {
        producer.send(record(letter), (_, error) -> {
            if (error == null) {
                journal.note(new Event.Published(System.nanoTime(), letter.number()));
                outstanding.remove(letter.number());
            } else {
                journal.note(new Event.Unanswered(System.nanoTime(), letter.number(), error.toString()));
                clock.schedule(() -> write(letter), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private ProducerRecord<byte[], byte[]> record(Letter letter) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                TopicStand.TOPIC,
                letter.number() % TopicStand.PARTITIONS,
                null,
                letter.payload().getBytes(UTF_8));
        Map.of(
                        "posthorn-application",
                        application,
                        "posthorn-event-type",
                        "crash.tested",
                        "posthorn-event-id",
                        letter.key(),
                        "posthorn-channels",
                        Door.channelOf(letter.number()))
                .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }

    /** Waits until the broker has confirmed every letter. */
    void awaitAnswers(Duration atMost) {
        Awaitility.await("confirmation of all records")
                .pollInterval(Duration.ofMillis(20))
                .atMost(atMost)
                .until(outstanding::isEmpty);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
