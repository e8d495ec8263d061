package io.posthorn.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Moments as callers write them: RFC 3339, always with a zone, of the years 1970 to 9999. */
public final class Moments {

    /** What is allowed, for answers to those who wrote something else. */
    public static final String ALLOWED = "a moment like 2026-11-21T14:05:00Z (RFC 3339, with a zone)";

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private Moments() {}

    /** The moment; empty for every other text. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(moment -> !moment.isBefore(Instant.EPOCH) && moment.isBefore(LATEST));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
