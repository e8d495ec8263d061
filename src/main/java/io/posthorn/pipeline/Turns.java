package io.posthorn.pipeline;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Whose turn it is among endpoints that are asked in the order of their ids, and not always all of them. */
final class Turns {

    private UUID last = new UUID(0, 0);

    /** The same endpoints, those first that come behind the last one that had its turn. */
    List<UUID> from(List<UUID> sorted) {
        int next = 0;
        while (next < sorted.size() && compare(sorted.get(next), last) <= 0) {
            next++;
        }
        return Stream.concat(sorted.subList(next, sorted.size()).stream(), sorted.subList(0, next).stream())
                .toList();
    }

    void took(UUID endpoint) {
        last = endpoint;
    }

    /** As PostgreSQL compares them: byte by byte, without signs. */
    private static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
