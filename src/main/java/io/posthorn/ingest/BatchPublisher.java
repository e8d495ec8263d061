package io.posthorn.ingest;

import io.posthorn.api.Problem;
import io.posthorn.ingest.BatchCutter.Item;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

/**
 * Accepts the messages of a batch piece by piece as they arrive, so that a large batch takes no more memory than a few
 * pieces, and a slow database slows the sender down. The messages of a piece are handed to the ledger one right after
 * the other, so that they can share a transaction. What could not be accepted does not hinder the others.
 */
final class BatchPublisher {

    static final int MAX_MESSAGES = 1_000;
    private static final Duration NEXT_BYTES_WITHIN = Duration.ofSeconds(30);

    private final Publisher publisher;
    private final int maxItemBytes;

    BatchPublisher(Publisher publisher, int maxItemBytes) {
        this.publisher = publisher;
        this.maxItemBytes = maxItemBytes;
    }

    /**
     * Accepts what can be accepted; emits when every message has its result.
     *
     * @return errors with a problem when nothing was accepted, for a reason that is of no single message
     */
    Mono<BatchResults> publish(BatchRequest batch) {
        return Mono.defer(() -> {
            AtomicBoolean away = new AtomicBoolean();
            PieceBounds bounds = new PieceBounds();
            return items(batch)
                    .index()
                    .bufferUntil(item -> bounds.areReachedWith(item.getT2()))
                    .concatMap(piece -> results(batch, piece, away), 1)
                    .takeUntil(BatchResult::isEnd)
                    .collect(BatchResults::new, BatchResults::add)
                    .doOnNext(BatchResults::requireSome);
        });
    }

    private Flux<Item> items(BatchRequest batch) {
        BatchCutter cutter = batch.cutter(maxItemBytes);
        return batch.body()
                .timeout(NEXT_BYTES_WITHIN)
                .onErrorMap(TimeoutException.class, _ -> Problem.tooSlow(NEXT_BYTES_WITHIN))
                .concatMapIterable(cutter::add, 1)
                .concatWith(Flux.defer(() -> Flux.fromIterable(cutter.end())))
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
    }

    private Flux<BatchResult> results(BatchRequest batch, List<Tuple2<Long, Item>> piece, AtomicBoolean away) {
        return Flux.fromIterable(piece)
                .flatMapSequential(item -> result(batch, item.getT1(), item.getT2(), away), piece.size());
    }

    private Mono<BatchResult> result(BatchRequest batch, long index, Item item, AtomicBoolean away) {
        if (index >= MAX_MESSAGES) {
            return Mono.just(BatchResult.end(tooMany()));
        }
        return switch (item) {
            case Item.Whole(byte[] bytes) ->
                away.get() ? Mono.just(failed(notTried())) : accept(batch, index, bytes, away);
            case Item.Broken(Problem problem) -> Mono.just(failed(problem));
            case Item.End(Problem problem) -> Mono.just(BatchResult.end(problem));
        };
    }

    /** One that never got as far as being published. */
    private BatchResult failed(Problem problem) {
        publisher.rejected(problem);
        return BatchResult.failed(problem);
    }

    private Mono<BatchResult> accept(BatchRequest batch, long index, byte[] bytes, AtomicBoolean away) {
        return publisher
                .publish(batch.caller(), batch.app(), bytes, key(batch, index), batch.trace())
                .map(accepted -> BatchResult.accepted(accepted, batch.withContent()))
                .onErrorResume(Problem.class, problem -> {
                    away.compareAndSet(false, problem.status() == 503);
                    return Mono.just(BatchResult.failed(problem));
                });
    }

    /** Each message of a batch that is repeated gets its first answer again, and those that got none get one now. */
    private static Publisher.@Nullable Key key(BatchRequest batch, long index) {
        return batch.key() == null ? null : new Publisher.Key("batch " + index, batch.key());
    }

    private static Problem tooMany() {
        return Problem.unprocessable(
                "batch_too_long",
                "A batch has at most " + MAX_MESSAGES + " messages; from here on nothing was read. Send the rest in"
                        + " another batch.");
    }

    private static Problem notTried() {
        return Problem.unavailable(
                "The database did not take a message before this one, so this one was not tried. Send it again.",
                Duration.ofSeconds(1));
    }
}
