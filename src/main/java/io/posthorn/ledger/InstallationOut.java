package io.posthorn.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an installation runs on, as the API shows it to operators.
 *
 * @param nodes the processes that share the work, the oldest first
 * @param ledger for which time the ledger has room
 * @param tables what is kept where, the largest first
 * @param databaseBytes the size of the whole database
 */
record InstallationOut(List<Node> nodes, Ledger ledger, List<Table> tables, long databaseBytes) {

    /**
     * A process.
     *
     * @param name what it calls itself
     * @param startedAt since when it runs
     * @param beatAt when its heart beat last; null when the database shows us no session of its
     * @param answers whether it is the one that answers this request
     * @param version of Posthorn; null for the others, which do not say
     * @param roles what it does; null for the others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Node(
            String name,
            Instant startedAt,
            @Nullable Instant beatAt,
            boolean answers,
            @Nullable String version,
            @Nullable List<String> roles) {}

    /**
     * What time there is room for.
     *
     * @param from nothing from before it is kept
     * @param until messages and attempts have a place up to here
     * @param partitions how many tables messages are spread over
     * @param retentionDays how long they are kept
     */
    record Ledger(Instant from, Instant until, int partitions, int retentionDays) {}

    /** A table's size with its indexes and its partitions. */
    record Table(String name, long bytes) {}
}
