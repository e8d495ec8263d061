package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers one set of figures from rows as they come. */
final class FiguresLook {

    private final InstantSource clock;
    private final Map<WaitingReason, Long> waiting = new EnumMap<>(WaitingReason.class);
    private final Map<String, Long> tableBytes = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private Duration clockOffset = Duration.ZERO;
    private @Nullable Instant oldest;
    private @Nullable Duration partitionsAhead;
    private long owned;
    private long databaseBytes;
    private Duration oldestTransaction = Duration.ZERO;

    FiguresLook(InstantSource clock) {
        this.clock = clock;
        for (WaitingReason reason : WaitingReason.values()) {
            waiting.put(reason, 0L);
        }
    }

    /** The database's time, as it was half-way between question and answer. */
    Instant now() {
        return now;
    }

    void clock(Instant database, long askedAtNanos) {
        Duration halfWay = Duration.ofNanos((System.nanoTime() - askedAtNanos) / 2);
        now = database;
        clockOffset = Duration.between(database, clock.instant().minus(halfWay));
    }

    void queue(Readable row) {
        owned = Columns.required(row, "owned", Long.class);
        add(WaitingReason.DUE, Columns.required(row, "due", Long.class));
        UUID unowned = row.get("oldest", UUID.class);
        could(unowned == null ? null : IdGenerator.timeOf(unowned));
    }

    void rows(Readable row) {
        add(WaitingReason.DUE, Columns.required(row, "due", Long.class));
        add(WaitingReason.RETRY, Columns.required(row, "retry", Long.class));
        add(WaitingReason.SCHEDULED, Columns.required(row, "scheduled", Long.class));
        could(row.get("oldest", Instant.class));
        could(row.get("first_scheduled", Instant.class));
    }

    /** Something could go since this moment, or can from then on. */
    private void could(@Nullable Instant since) {
        if (since != null && since.isBefore(now) && (oldest == null || since.isBefore(oldest))) {
            oldest = since;
        }
    }

    void add(WaitingReason reason, long count) {
        waiting.merge(reason, count, Long::sum);
    }

    void table(Readable row) {
        tableBytes.put(Columns.required(row, "name", String.class), Columns.required(row, "bytes", Long.class));
    }

    void server(Readable row) {
        databaseBytes = Columns.required(row, "bytes", Long.class);
        double seconds = Columns.required(row, "oldest", Double.class);
        oldestTransaction = Duration.ofMillis((long) (seconds * 1_000));
    }

    /** The partitions of one table; of all tables the one counts that has the least. */
    void partitions(Collection<Partition> all) {
        Duration ahead = Duration.between(now, Partition.endWithoutGap(all, now));
        partitionsAhead = partitionsAhead == null || ahead.compareTo(partitionsAhead) < 0 ? ahead : partitionsAhead;
    }

    LedgerFigures figures() {
        return new LedgerFigures(
                clock.instant(),
                oldest,
                owned,
                Map.copyOf(waiting),
                partitionsAhead == null ? Duration.ZERO : partitionsAhead,
                Map.copyOf(tableBytes),
                databaseBytes,
                clockOffset,
                oldestTransaction);
    }
}
