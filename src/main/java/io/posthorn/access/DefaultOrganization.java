package io.posthorn.access;

import java.util.UUID;

/** The organization that every installation has from its first start; the admin key belongs to it. */
public final class DefaultOrganization {

    /** Its identifier, the same everywhere. */
    public static final UUID ID = UUID.fromString("019a0000-0000-7000-8000-000000000001");

    private DefaultOrganization() {}
}
