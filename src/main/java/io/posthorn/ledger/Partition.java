package io.posthorn.ledger;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The part of a table that holds the rows whose identifiers were made in a span of time.
 *
 * @param name the table's own name, for example {@code message_p20260102}
 * @param start of the span, inclusive
 * @param end of the span, exclusive
 * @param detaching whether it is half detached: it takes no rows and is not seen by queries
 */
record Partition(String name, Instant start, Instant end, boolean detaching) {

    private static final DateTimeFormatter DAY = formatter("uuuuMMdd");
    private static final DateTimeFormatter MINUTE = formatter("uuuuMMdd_HHmm");

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }

    /** A partition that is to be made; both moments at full minutes. */
    static Partition of(String table, Instant start, Instant end) {
        boolean midnight = start.getEpochSecond() % 86_400 == 0;
        return new Partition(table + "_p" + (midnight ? DAY : MINUTE).format(start), start, end, false);
    }

    /** When the span of a table with such a name begins; empty when no partition of the table is called like that. */
    static Optional<Instant> startOf(String table, String name) {
        if (!name.startsWith(table + "_p")) {
            return Optional.empty();
        }
        String digits = name.substring(table.length() + 2);
        try {
            LocalDateTime start = LocalDateTime.parse(digits.length() == 8 ? digits + "_0000" : digits, MINUTE);
            return Optional.of(start.toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** Up to when every moment from now on has a place; now itself when that has none. */
    static Instant endWithoutGap(Collection<Partition> all, Instant now) {
        List<Partition> sorted = all.stream()
                .filter(partition -> !partition.detaching())
                .sorted(Comparator.comparing(Partition::start))
                .toList();
        Instant end = now;
        for (Partition partition : sorted) {
            if (!partition.start().isAfter(end) && partition.end().isAfter(end)) {
                end = partition.end();
            }
        }
        return end;
    }

    /** The smallest value that goes here. */
    UUID first() {
        return boundAt(start);
    }

    /** The smallest value that goes here no more. */
    UUID beyond() {
        return boundAt(end);
    }

    /** Less than every identifier of the moment, version bits or not, so that no value falls between two partitions. */
    static UUID boundAt(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }
}
