package io.posthorn.pipeline;

import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.Claims;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * From which id on a look searches for messages that nobody owns. What is older is somebody's by now, but for what is
 * committed long after its id was minted; so looks begin further back the more seldom they are. A look walks over all
 * that was taken out of the table behind its beginning, which under load is nearly everything.
 */
final class LowWater {

    /** Nearly every id is committed this soon after it was minted; also how often a look begins further back. */
    static final Duration USUAL_COMMITS = Duration.ofSeconds(2);

    /**
     * An id may be committed this much later than it was minted. What comes later still is found by the next look at
     * everything. A minute would be safe as well, and each look would walk over what was taken out in a minute.
     */
    static final Duration LATE_COMMITS = Duration.ofSeconds(10);

    private static final UUID BEGINNING = new UUID(0, 0);

    private final Duration everythingEvery;
    private UUID mark = BEGINNING;
    private Instant nextAtEverything = Instant.MIN;
    private Instant nextForLateCommits = Instant.MIN;
    private boolean forLateCommits;

    /** @param everythingEvery how often a look begins at the oldest message there is */
    LowWater(Duration everythingEvery) {
        this.everythingEvery = everythingEvery;
    }

    /**
     * A look begins, of as many claims as find something.
     *
     * @param atEverything whether it is to begin at the oldest message there is
     */
    void begin(Instant now, boolean atEverything) {
        if (atEverything || !now.isBefore(nextAtEverything)) {
            mark = BEGINNING;
            nextAtEverything = now.plus(everythingEvery);
            nextForLateCommits = now;
        }
        forLateCommits = !now.isBefore(nextForLateCommits);
    }

    /** Where the next claim of the look begins. */
    UUID from(Instant now) {
        UUID usual = IdGenerator.floor(now.minus(USUAL_COMMITS));
        return forLateCommits || usual.compareTo(mark) < 0 ? mark : usual;
    }

    /**
     * What a claim that began at this moment has taken. A look from further back that ends before nothing is left goes on
     * with the next.
     */
    void took(Claims.Batch batch, Instant began) {
        if (!forLateCommits) {
            return;
        }
        UUID safe = IdGenerator.floor(began.minus(LATE_COMMITS));
        mark = batch.newest().filter(id -> id.compareTo(safe) < 0).orElse(safe);
        if (batch.isEmpty()) {
            nextForLateCommits = began.plus(USUAL_COMMITS);
        }
    }
}
