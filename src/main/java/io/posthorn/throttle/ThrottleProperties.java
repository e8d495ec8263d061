package io.posthorn.throttle;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may be under way at once.
 *
 * @param perEndpoint attempts in flight to one endpoint; what comes beyond waits in its lane
 * @param overall attempts in flight in this process, over all endpoints
 * @param laneCapacity deliveries that may wait in memory for one endpoint; what comes beyond is held in the database
 */
@ConfigurationProperties("posthorn.throttle")
public record ThrottleProperties(
        @DefaultValue("16") int perEndpoint,
        @DefaultValue("512") int overall,
        @DefaultValue("1000") int laneCapacity) {

    /** Checks that every bound is positive. */
    public ThrottleProperties {
        if (perEndpoint < 1 || overall < 1 || laneCapacity < 1) {
            throw new IllegalArgumentException("posthorn.throttle: every bound must be at least 1");
        }
    }
}
