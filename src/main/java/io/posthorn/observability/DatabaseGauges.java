package io.posthorn.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.posthorn.ledger.LedgerFigures;
import io.posthorn.ledger.WaitingReason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** What the database said last; the same from every node, so the largest of all nodes is the figure. */
record DatabaseGauges(DatabaseFigures figures, @Nullable DataSize disk) implements MeterBinder {

    private static final List<String> TABLES =
            List.of("message", "attempt", "pending", "delivery", "message_key", "scheduled");
    private static final double SECONDS_PER_DAY = 86_400;

    @Override
    public void bindTo(MeterRegistry registry) {
        waiting(registry);
        sizes(registry);
        ledger(
                registry,
                "posthorn.partitions.ahead",
                "days",
                "For how long from now the ledger has partitions",
                known -> seconds(known.partitionsAhead()) / SECONDS_PER_DAY);
        ledger(
                registry,
                "posthorn.clock.offset",
                "seconds",
                "How far this node's clock is ahead of the database's",
                known -> seconds(known.clockOffset()));
        ledger(
                registry,
                "posthorn.transaction.oldest",
                "seconds",
                "Age of the transaction that hinders clearing away dead rows longest",
                known -> seconds(known.oldestTransaction()));
        gauge(
                registry,
                "posthorn.key.expires",
                "seconds",
                "Until the first API key ends that is in use",
                DatabaseFigures::keyEndSeconds);
        gauge(
                registry,
                "posthorn.figures.age",
                "seconds",
                "Since the database answered with these figures",
                DatabaseFigures::ageSeconds);
    }

    private void waiting(MeterRegistry registry) {
        gauge(
                registry,
                "posthorn.waiting.oldest",
                "seconds",
                "Since the oldest work could go that nobody has taken",
                DatabaseFigures::oldestSeconds);
        for (WaitingReason reason : WaitingReason.values()) {
            Gauge.builder("posthorn.waiting", figures, of(known -> known.waiting()
                            .getOrDefault(reason, 0L)))
                    .description("What waits in tables, by reason, counted up to " + LedgerFigures.MOST_COUNTED)
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        ledger(
                registry,
                "posthorn.owned",
                null,
                "Messages in the memory of all nodes, counted up to " + LedgerFigures.MOST_COUNTED,
                LedgerFigures::owned);
    }

    private void sizes(MeterRegistry registry) {
        for (String table : TABLES) {
            Gauge.builder("posthorn.table", figures, of(known -> known.tableBytes()
                            .getOrDefault(table, 0L)))
                    .description("Size of a table with its indexes and partitions")
                    .tag("table", table)
                    .baseUnit("bytes")
                    .register(registry);
        }
        ledger(registry, "posthorn.database", "bytes", "Size of the database", LedgerFigures::databaseBytes);
        if (disk != null) {
            Gauge.builder("posthorn.disk", disk, DataSize::toBytes)
                    .description("How large the database may grow, as the operator said")
                    .baseUnit("bytes")
                    .register(registry);
        }
    }

    private void ledger(
            MeterRegistry registry,
            String name,
            @Nullable String unit,
            String what,
            ToDoubleFunction<LedgerFigures> value) {
        gauge(registry, name, unit, what, of(value));
    }

    private static ToDoubleFunction<DatabaseFigures> of(ToDoubleFunction<LedgerFigures> value) {
        return figures -> {
            LedgerFigures known = figures.ledger();
            return known == null ? Double.NaN : value.applyAsDouble(known);
        };
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            @Nullable String unit,
            String what,
            ToDoubleFunction<DatabaseFigures> value) {
        Gauge.builder(name, figures, value).description(what).baseUnit(unit).register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
