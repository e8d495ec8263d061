package io.posthorn.ledger;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this node does beside answering the API. One that only takes messages writes them for others to deliver; one
 * that only delivers takes none.
 *
 * @param roles ingest, dispatch, or both
 */
@ConfigurationProperties("posthorn")
public record NodeRoles(
        @DefaultValue({"ingest", "dispatch"}) Set<Role> roles) {

    /** Half of the work. */
    public enum Role {
        /** Accepts messages. */
        INGEST,
        /** Delivers them. */
        DISPATCH
    }

    /** At least one role. */
    public NodeRoles {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("posthorn.roles is empty; allowed are ingest, dispatch, or both");
        }
        roles = Set.copyOf(roles);
    }

    /** Whether it accepts messages. */
    public boolean accepts() {
        return roles.contains(Role.INGEST);
    }

    /** Whether it delivers. */
    public boolean delivers() {
        return roles.contains(Role.DISPATCH);
    }
}
