package io.posthorn.throttle;

import java.util.UUID;

/**
 * Who asks for a permit, and which bounds the attempt falls under.
 *
 * @param endpointId the lane to wait in
 * @param tenantId whom the endpoint belongs to; tenants take turns wherever something is scarce
 * @param host the target's host and port; endpoints of one host share its bounds
 * @param rate attempts per second that the endpoint may get at most; 0 means no limit of its own
 */
public record Entry(UUID endpointId, UUID tenantId, String host, int rate) {}
