package io.posthorn.ingest.kafka;

import io.posthorn.ingest.kafka.PartitionLine.Entry;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Reads from Kafka while this node runs: starts after the pipeline, and stops before it, so that what was read is
 * settled and committed while everything that needs is still there.
 */
final class KafkaLifecycle implements SmartLifecycle, PartitionLine.Valve {

    static final int PHASE = 2000;
    private static final Logger log = LoggerFactory.getLogger(KafkaLifecycle.class);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final RecordSource source;
    private final RecordIntake intake;
    private final KafkaFigures figures;
    private final KafkaProperties properties;
    private volatile PartitionLines lines = PartitionLines.NONE;
    private volatile @Nullable Disposable running;
    private volatile boolean closing;
    private boolean answered;

    KafkaLifecycle(RecordSource source, RecordIntake intake, KafkaFigures figures, KafkaProperties properties) {
        this.source = source;
        this.intake = intake;
        this.figures = figures;
        this.properties = properties;
    }

    @Override
    public void start() {
        closing = false;
        Disposable reading = Flux.defer(this::read)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .transientErrors(true)
                        .doBeforeRetry(signal -> brokeOff(signal.failure())))
                .subscribe();
        Disposable looking = Flux.interval(Duration.ZERO, LOOK_EVERY)
                .onBackpressureDrop()
                .concatMap(_ -> look(), 1)
                .subscribe();
        running = Disposables.composite(reading, looking);
        log.info(
                "Reading from Kafka at {} in group {}; what cannot be accepted goes to {}",
                properties.bootstrapServers(),
                properties.groupId(),
                properties.deadLetterTopic());
    }

    /** What an earlier consumer left behind is settled first, so that there is never more than once the memory. */
    private Flux<TopicRecord> read() {
        return empty().thenMany(Flux.defer(() -> {
            PartitionLines fresh = new PartitionLines(properties.memory().toBytes(), this);
            lines = fresh;
            figures.over(fresh);
            return source.records(fresh).doOnNext(record -> take(fresh, record));
        }));
    }

    /** Once we are closing, nothing is taken any more: an offset cannot pass what is left lying. */
    private void take(PartitionLines current, TopicRecord record) {
        if (closing) {
            return;
        }
        PartitionLine line = current.of(record.partition());
        Entry entry = line.add(record);
        intake.settle(record.content())
                .subscribe(
                        _ -> {},
                        error -> log.error(
                                "Record {}@{} stays",
                                record.partition(),
                                record.content().offset(),
                                error),
                        () -> line.settled(entry));
    }

    private Mono<Void> empty() {
        return Flux.interval(Duration.ZERO, LOOK)
                .onBackpressureDrop()
                .filter(_ -> lines.waiting() == 0)
                .next()
                .then();
    }

    private void brokeOff(Throwable error) {
        figures.brokeOff();
        log.warn("Reading from Kafka broke off and begins anew at the committed offsets: {}", error.toString());
    }

    private Mono<Void> look() {
        return source.look()
                .doOnNext(figures::looked)
                .doOnError(_ -> figures.lostSight())
                .onErrorComplete()
                .then(Mono.fromRunnable(this::tellChange));
    }

    private void tellChange() {
        boolean answers = figures.brokerAnswers();
        if (answers != answered) {
            answered = answers;
            log.warn(answers ? "A Kafka broker answers" : "No Kafka broker answers; reading goes on when one does");
        }
    }

    @Override
    public void shut(TopicPartition partition) {
        source.pause(partition).subscribe(_ -> {}, error -> log.debug("{} was not paused", partition, error));
    }

    @Override
    public void open(TopicPartition partition) {
        source.resume(partition).subscribe(_ -> {}, error -> log.debug("{} was not resumed", partition, error));
    }

    @Override
    public void stop(Runnable callback) {
        Disposable current = running;
        running = null;
        if (current == null) {
            callback.run();
            return;
        }
        closing = true;
        empty().timeout(properties.drainFor())
                .doOnError(_ -> log.warn("{} records were not settled; they are read again", lines.waiting()))
                .onErrorComplete()
                .then(Mono.fromRunnable(current::dispose))
                .then(source.closed().timeout(CLOSES_WITHIN))
                .doFinally(_ -> callback.run())
                .subscribe(
                        _ -> {},
                        _ -> log.warn("Kafka did not hear which records are done; they are read again"),
                        () -> log.info("No more is read from Kafka"));
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
