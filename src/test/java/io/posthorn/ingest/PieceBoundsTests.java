package io.posthorn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.api.Problem;
import io.posthorn.ingest.BatchCutter.Item;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class PieceBoundsTests {

    private static List<Integer> pieces(int items, Item item) {
        return Flux.fromStream(IntStream.range(0, items).mapToObj(_ -> item))
                .bufferUntil(new PieceBounds()::areReachedWith)
                .map(List::size)
                .collectList()
                .toFuture()
                .join();
    }

    @Test
    void endAPieceOfManySmallMessages() {
        assertThat(pieces(600, new Item.Whole(new byte[10]))).containsExactly(256, 256, 88);
    }

    @Test
    void endAPieceOfFewLargeMessages() {
        assertThat(pieces(8, new Item.Whole(new byte[900_000]))).containsExactly(3, 3, 2);
    }

    @Test
    void countWhatCannotBeReadAsWell() {
        assertThat(pieces(257, new Item.Broken(Problem.tooLarge(1)))).containsExactly(256, 1);
    }
}
