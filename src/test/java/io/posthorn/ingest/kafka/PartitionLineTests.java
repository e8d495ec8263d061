package io.posthorn.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.ingest.kafka.PartitionLine.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionLineTests {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final List<Long> acknowledged = new ArrayList<>();
    private final List<String> valve = new ArrayList<>();
    private final PartitionLine line = new PartitionLine(PARTITION, new PartitionLine.Valve() {

        @Override
        public void shut(TopicPartition partition) {
            valve.add("shut");
        }

        @Override
        public void open(TopicPartition partition) {
            valve.add("open");
        }
    });

    private TopicRecord record(long offset) {
        return new TopicRecord(
                new ConsumerRecord<>("t", 0, offset, new byte[0], new byte[0]), () -> acknowledged.add(offset));
    }

    private Entry add(long offset) {
        return line.add(record(offset));
    }

    private void assigned(long share) {
        line.assigned();
        line.share(share);
    }

    @Test
    void neverAcknowledgesPastARecordThatIsNotSettled() {
        Random random = new Random(42);
        for (int run = 0; run < 200; run++) {
            settleInRandomOrder(random, 1 + random.nextInt(60));
        }
    }

    private void settleInRandomOrder(Random random, int size) {
        PartitionLine fresh = new PartitionLine(PARTITION, KafkaStands.NO_VALVE);
        fresh.assigned();
        fresh.share(Long.MAX_VALUE);
        Set<Long> settled = new HashSet<>();
        List<Long> passed = new ArrayList<>();
        List<Runnable> settling = new ArrayList<>();
        for (long offset : LongStream.range(0, size).map(n -> 3 * n).toArray()) {
            Entry entry = fresh.add(new TopicRecord(
                    new ConsumerRecord<>("t", 0, offset, new byte[0], new byte[0]), () -> passed.add(offset)));
            settling.add(() -> {
                settled.add(offset);
                fresh.settled(entry);
            });
        }
        Collections.shuffle(settling, random);
        for (Runnable one : settling) {
            one.run();
            long last = passed.isEmpty() ? -1 : passed.getLast();
            assertThat(settled)
                    .containsAll(LongStream.rangeClosed(0, last)
                            .filter(offset -> offset % 3 == 0)
                            .boxed()
                            .toList());
        }
        assertThat(passed).isSorted().endsWith(3L * (size - 1));
        assertThat(fresh.waiting()).isZero();
    }

    @Test
    void pausesAtItsShareAndGoesOnAtHalfOfIt() {
        assigned(record(0).weight() * 2);
        Entry first = add(0);
        Entry second = add(1);
        assertThat(valve).isEmpty();
        Entry third = add(2);
        assertThat(valve).containsExactly("shut");

        line.settled(third);
        line.settled(first);
        assertThat(valve).containsExactly("shut");
        line.settled(second);

        assertThat(valve).containsExactly("shut", "open");
        assertThat(line.waitingBytes()).isZero();
    }

    @Test
    void leavesTheOffsetOfALostPartitionAlone() {
        assigned(Long.MAX_VALUE);
        Entry entry = add(0);
        line.revoked();
        line.settled(entry);

        assertThat(acknowledged).isEmpty();
        assertThat(line.waiting()).isZero();
    }

    @Test
    void staysBehindWhatItHadReadBeforeThePartitionCameBack() {
        assigned(Long.MAX_VALUE);
        Entry early = add(50);
        line.revoked();
        assigned(Long.MAX_VALUE);
        Entry late = add(100);
        Entry again = add(50);

        line.settled(late);
        assertThat(acknowledged).isEmpty();
        line.settled(early);
        line.settled(again);

        assertThat(acknowledged).containsExactly(100L);
    }
}
