package io.posthorn.ingest;

import io.posthorn.api.Problem;
import io.posthorn.ingest.BatchCutter.Item;
import io.posthorn.ingest.Publisher.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

/**
 * Accepts the messages of a batch piece by piece as they arrive, so that a large batch takes no more memory than a few
 * pieces, and a slow database slows the sender down. The messages of a piece are handed to the ledger at once,
 * so that they can share a transaction. What could not be accepted does not hinder the others.
 */
final class BatchPublisher {

    static final int MAX_MESSAGES = 1_000;

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
                .concatMapIterable(cutter::add, 1)
                .concatWith(Flux.defer(() -> Flux.fromIterable(cutter.end())));
    }

    private Flux<BatchResult> results(BatchRequest batch, List<Tuple2<Long, Item>> piece, AtomicBoolean away) {
        List<Draft> drafts = away.get() ? List.of() : drafts(batch, piece);
        Mono<List<Acceptance>> acceptances = drafts.isEmpty()
                ? Mono.just(List.of())
                : publisher.publishAll(batch.caller(), batch.app(), drafts, batch.trace());
        return acceptances
                .doOnNext(known -> away.compareAndSet(false, known.stream().anyMatch(Acceptance::isAway)))
                .flatMapIterable(known -> inOrder(batch, piece, known.iterator()));
    }

    private static List<Draft> drafts(BatchRequest batch, List<Tuple2<Long, Item>> piece) {
        List<Draft> drafts = new ArrayList<>(piece.size());
        for (Tuple2<Long, Item> item : piece) {
            if (item.getT1() < MAX_MESSAGES && item.getT2() instanceof Item.Whole(byte[] bytes)) {
                drafts.add(new Draft(bytes, key(batch, item.getT1())));
            }
        }
        return drafts;
    }

    /** @param acceptances of those that were published; none when none was tried */
    private List<BatchResult> inOrder(
            BatchRequest batch, List<Tuple2<Long, Item>> piece, Iterator<Acceptance> acceptances) {
        return piece.stream()
                .map(item -> result(batch, item.getT1(), item.getT2(), acceptances))
                .toList();
    }

    private BatchResult result(BatchRequest batch, long index, Item item, Iterator<Acceptance> acceptances) {
        if (index >= MAX_MESSAGES) {
            return BatchResult.end(tooMany());
        }
        return switch (item) {
            case Item.Whole _ ->
                acceptances.hasNext() ? BatchResult.of(acceptances.next(), batch.withContent()) : failed(notTried());
            case Item.Broken(Problem problem) -> failed(problem);
            case Item.End(Problem problem) -> BatchResult.end(problem);
        };
    }

    /** One that never got as far as being published. */
    private BatchResult failed(Problem problem) {
        publisher.rejected(problem);
        return BatchResult.failed(problem);
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
