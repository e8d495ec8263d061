package io.posthorn.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a delivery of a claimed message had come under its former owner.
 *
 * @param attempts attempts already made
 * @param nextAt when the next one is due; null for at once
 * @param settled whether nothing is left to do: delivered, ended, or waiting in a row of its own
 */
public record Progress(int attempts, @Nullable Instant nextAt, boolean settled) {

    /** A delivery that nobody has tried yet. */
    public static final Progress NONE = new Progress(0, null, false);
}
