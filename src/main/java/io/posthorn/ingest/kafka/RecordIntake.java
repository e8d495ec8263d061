package io.posthorn.ingest.kafka;

import io.posthorn.access.Caller;
import io.posthorn.api.Problem;
import io.posthorn.ingest.EventIntake;
import io.posthorn.ledger.FencedException;
import io.posthorn.postgres.DatabasePulse;
import io.r2dbc.spi.R2dbcException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/** Settles records: each becomes a message, is one already, or becomes a dead letter, however long that takes. */
final class RecordIntake {

    private static final Logger log = LoggerFactory.getLogger(RecordIntake.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final RecordReader reader;
    private final EventIntake intake;
    private final Caller caller;
    private final DeadLetters deadLetters;
    private final KafkaFigures figures;
    private final Mono<Void> back;
    private final Retry whileAway = Retry.from(failures -> failures.concatMap(signal -> waitAfter(signal.failure())));
    private final AtomicBoolean databaseAway = new AtomicBoolean();

    RecordIntake(
            RecordReader reader,
            EventIntake intake,
            Caller caller,
            DeadLetters deadLetters,
            DatabasePulse pulse,
            KafkaFigures figures) {
        this.reader = reader;
        this.intake = intake;
        this.caller = caller;
        this.deadLetters = deadLetters;
        this.figures = figures;
        // All records that wait ask together, however many they are.
        this.back = Mono.delay(FIRST_PAUSE)
                .then(Mono.defer(pulse::feel))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, FIRST_PAUSE))
                .cache(FIRST_PAUSE);
    }

    /** Completes when the record is durable in the database or in the dead-letter topic. */
    Mono<Void> settle(ConsumerRecord<byte[], byte[]> record) {
        Mono<Boolean> taking = Mono.defer(() -> databaseAway.get() ? back.then(take(record)) : take(record));
        // Only those that could not be taken at once pay for the operator that repeats them.
        return taking.onErrorResume(error -> waitAfter(error).then(taking.retryWhen(whileAway)))
                .doOnNext(this::taken)
                .then()
                .onErrorResume(refusal -> bury(record, refusal));
    }

    private Mono<Boolean> take(ConsumerRecord<byte[], byte[]> record) {
        return Mono.defer(() -> intake.take(caller, reader.read(record)));
    }

    private Mono<Boolean> waitAfter(Throwable error) {
        if (!isAway(error)) {
            return Mono.error(error);
        }
        if (databaseAway.compareAndSet(false, true)) {
            log.warn("The database takes no records; they wait, no offset passes them: {}", error.toString());
        }
        return back.thenReturn(true);
    }

    private void taken(boolean isNew) {
        figures.taken(isNew);
        if (databaseAway.compareAndSet(true, false)) {
            log.info("The database takes records again");
        }
    }

    private Mono<Void> bury(ConsumerRecord<byte[], byte[]> record, Throwable refusal) {
        return deadLetters
                .write(record, reason(refusal))
                .retryWhen(patiently().doBeforeRetry(signal -> notBuried(record, signal.failure())))
                .doOnSuccess(_ -> figures.buried());
    }

    private static Problem reason(Throwable refusal) {
        if (refusal instanceof Problem problem) {
            return problem;
        }
        log.error("A record is refused for a reason that nobody foresaw", refusal);
        return Problem.unprocessable("internal_error", "The record could not be processed: " + refusal);
    }

    private static RetryBackoffSpec patiently() {
        return Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE).maxBackoff(LONGEST_PAUSE);
    }

    /** Whether the record has nothing to do with it. */
    static boolean isAway(Throwable error) {
        return error instanceof Problem problem
                ? problem.isUnavailable()
                : error instanceof DataAccessException
                        || error instanceof R2dbcException
                        || error instanceof FencedException
                        || error instanceof TimeoutException
                        || error instanceof IOException;
    }

    private static void notBuried(ConsumerRecord<byte[], byte[]> record, Throwable error) {
        log.warn(
                "Record {}-{}@{} cannot be accepted, and the dead-letter topic does not take it; trying again: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                error.toString());
    }
}
