package io.posthorn.access;

import java.util.UUID;

/**
 * Who is calling, as established from the key of the request; a parameter of every controller method.
 *
 * @param organizationId the organization whose data the caller may touch
 * @param name the key's name, recorded with what the caller changes; never the key itself
 */
public record Caller(UUID organizationId, String name) {}
