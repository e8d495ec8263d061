package io.posthorn.ingest;

import io.posthorn.api.RequestFields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a sender wants a payload to be kept: in days or in hours, not in both. */
final class PayloadRetention {

    static final int MAX_DAYS = 90;
    static final int MAX_HOURS = MAX_DAYS * 24;

    private static final String DAYS = "payloadRetentionPeriod";
    private static final String HOURS = "payloadRetentionHours";

    private PayloadRetention() {}

    /** The time; null when the sender has no wish, or no other than the longest there is. */
    static @Nullable Duration read(RequestFields fields) {
        Integer days = fields.optionalInteger(DAYS, 1, MAX_DAYS);
        Integer hours = fields.optionalInteger(HOURS, 1, MAX_HOURS);
        if (days != null && hours != null) {
            fields.refuse(HOURS, "says the same as '" + DAYS + "': send one of them");
        }
        if (hours != null) {
            return Duration.ofHours(hours);
        }
        return days == null || days == MAX_DAYS ? null : Duration.ofDays(days);
    }
}
