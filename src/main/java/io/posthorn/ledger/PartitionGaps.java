package io.posthorn.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which partitions are missing. Spans begin at whole multiples of the width since 1970; where partitions of another
 * width stand already, new ones fill the room between them.
 */
final class PartitionGaps {

    private final String table;
    private final long widthMillis;

    PartitionGaps(String table, Duration width) {
        this.table = table;
        this.widthMillis = width.toMillis();
    }

    /** What has to be made so that every moment from the first to before the last is covered, in order of time. */
    List<Partition> between(Collection<Partition> existing, Instant from, Instant to) {
        List<Partition> missing = new ArrayList<>();
        Instant at = slotStart(from);
        while (at.isBefore(to)) {
            Instant here = at;
            Optional<Partition> covering = existing.stream()
                    .filter(partition -> covers(partition, here))
                    .findFirst();
            Instant end = covering.map(Partition::end).orElseGet(() -> gapEnd(existing, here));
            if (covering.isEmpty()) {
                missing.add(Partition.of(table, here, end));
            }
            at = end;
        }
        return missing;
    }

    private static boolean covers(Partition partition, Instant at) {
        return !partition.start().isAfter(at) && partition.end().isAfter(at);
    }

    private Instant gapEnd(Collection<Partition> existing, Instant at) {
        Instant slotEnd = slotStart(at).plusMillis(widthMillis);
        return existing.stream()
                .map(Partition::start)
                .filter(start -> start.isAfter(at) && start.isBefore(slotEnd))
                .min(Instant::compareTo)
                .orElse(slotEnd);
    }

    private Instant slotStart(Instant at) {
        return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), widthMillis) * widthMillis);
    }
}
