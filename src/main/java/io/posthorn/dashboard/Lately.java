package io.posthorn.dashboard;

import tools.jackson.databind.JsonNode;

/**
 * The last whole minutes in a few figures.
 *
 * @param meanMillis how long attempts took on average, weighed by minute; 0 without any
 */
public record Lately(long accepted, long delivered, long failed, long meanMillis) {

    private static final int LAST = 5;

    /** Per minute, over the last five minutes. */
    static Lately of(JsonNode traffic) {
        JsonNode minutes = traffic.path("minutes");
        long accepted = 0;
        long delivered = 0;
        long failed = 0;
        double millis = 0;
        for (int index = Math.max(0, minutes.size() - LAST); index < minutes.size(); index++) {
            JsonNode minute = minutes.path(index);
            long made =
                    minute.path("delivered").asLong() + minute.path("failed").asLong();
            accepted += minute.path("accepted").asLong();
            delivered += minute.path("delivered").asLong();
            failed += minute.path("failed").asLong();
            millis += made * minute.path("meanMillis").asDouble(0);
        }
        long made = delivered + failed;
        return new Lately(
                perMinute(accepted),
                perMinute(delivered),
                perMinute(failed),
                made == 0 ? 0 : Math.round(millis / made));
    }

    private static long perMinute(long all) {
        return (all + LAST - 1) / LAST;
    }
}
