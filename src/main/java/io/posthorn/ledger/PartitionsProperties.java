package io.posthorn.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the ledger keeps what, and in which portions it lets go.
 *
 * @param retentionDays how many days messages and attempts are kept, 1 to 3650; up to twice as long while
 *     deliveries still wait, and what waits then is discarded
 * @param ledger how the ledger is cut
 */
@ConfigurationProperties("posthorn")
record PartitionsProperties(
        @DefaultValue("30") int retentionDays, @DefaultValue Ledger ledger) {

    PartitionsProperties {
        if (retentionDays < 1 || retentionDays > 3650) {
            throw new IllegalArgumentException("posthorn.retention-days must be 1 to 3650, but is " + retentionDays);
        }
    }

    /**
     * How the ledger is cut.
     *
     * @param partition the span of time in one partition, whole minutes up to 31 days; a partition goes as a whole, so
     *     rows stay for up to this much longer than the retention
     */
    record Ledger(@DefaultValue("1d") Duration partition) {

        Ledger {
            if (partition.toMinutes() < 1 || partition.toDays() > 31 || partition.toMillis() % 60_000 != 0) {
                throw new IllegalArgumentException(
                        "posthorn.ledger.partition must be whole minutes up to 31 days, but is " + partition);
            }
        }
    }

    Duration retention() {
        return Duration.ofDays(retentionDays);
    }
}
