package io.posthorn.throttle;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may be under way at once, and how fast.
 *
 * @param perEndpoint attempts in flight to one endpoint; what comes beyond waits in its lane
 * @param perHost attempts in flight to one host and port, over all endpoints and applications that have it as target
 * @param hostRate attempts per second to one host and port; 0 means as fast as it answers
 * @param perApplication attempts in flight for one application
 * @param overall attempts in flight in this process, over all endpoints
 * @param laneCapacity deliveries that may wait in memory for one endpoint; what comes beyond is held in the database
 * @param applicationCapacity deliveries that may wait in memory for one application, over all of its endpoints
 * @param circuit whether an endpoint that only fails is left alone but for single probes, or tried by schedule
 * @param hosts hosts with bounds of their own
 */
@ConfigurationProperties("posthorn.throttle")
public record ThrottleProperties(
        @DefaultValue("16") int perEndpoint,
        @DefaultValue("256") int perHost,
        @DefaultValue("0") int hostRate,
        @DefaultValue("256") int perApplication,
        @DefaultValue("512") int overall,
        @DefaultValue("1000") int laneCapacity,
        @DefaultValue("5000") int applicationCapacity,
        @DefaultValue("true") boolean circuit,
        @DefaultValue List<Host> hosts) {

    /** Checks that every bound is positive. */
    public ThrottleProperties {
        if (perEndpoint < 1
                || perHost < 1
                || perApplication < 1
                || overall < 1
                || laneCapacity < 1
                || applicationCapacity < 1
                || hostRate < 0) {
            throw new IllegalArgumentException(
                    "posthorn.throttle: every bound must be at least 1, and host-rate at least 0");
        }
        hosts = List.copyOf(hosts);
    }

    /**
     * A host's own bounds.
     *
     * @param host name or address and port, such as {@code hooks.slack.com:443}
     * @param rate attempts per second; 0 means as fast as it answers
     * @param concurrency attempts in flight
     */
    public record Host(
            String host,
            @DefaultValue("0") int rate,
            @DefaultValue("256") int concurrency) {

        /** Checks the bounds and brings the name into its usual form. */
        public Host {
            if (rate < 0 || concurrency < 1) {
                throw new IllegalArgumentException("posthorn.throttle.hosts: " + host
                        + " needs a concurrency of at least 1 and a rate of at least 0");
            }
            host = host.toLowerCase(Locale.ROOT);
        }
    }

    /** The bounds of a host: its own, or those of all others. */
    Host of(String host) {
        for (Host own : hosts) {
            if (own.host().equals(host)) {
                return own;
            }
        }
        return new Host(host, hostRate, perHost);
    }
}
