package io.posthorn.reference;

import java.util.Set;

/** Operations that are documented and do not answer yet. The list only ever gets shorter, until it can go. */
public final class NotThereYet {

    /** Their operation ids. */
    public static final Set<String> OPERATIONS = Set.of();

    private NotThereYet() {}
}
