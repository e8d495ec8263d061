package io.posthorn.throttle;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The bounds that lanes share, in the order in which they are passed: the target's host, the places for slow endpoints,
 * the tenant, the whole process. Gates of hosts and tenants exist while they are in use. Guarded by {@link Lanes}.
 */
final class Gates {

    private static final int IDLE_KEPT = 10_000;

    private final ThrottleProperties bounds;
    private final Map<Object, Gate> shared = new HashMap<>();
    private final Gate slow;
    private final Gate overall;

    Gates(ThrottleProperties bounds) {
        this.bounds = bounds;
        this.slow = new Gate("slow", Math.max(1, bounds.overall() / 4), 0);
        this.overall = new Gate("overall", bounds.overall(), 0);
    }

    Gate[] path(Lane lane) {
        Entry entry = lane.entry();
        Gate host = shared.computeIfAbsent(entry.host(), _ -> host(entry.host()));
        Gate tenant = shared.computeIfAbsent(entry.tenantId(), id -> new Gate(id, bounds.perApplication(), 0));
        return lane.isSlow() ? new Gate[] {host, slow, tenant, overall} : new Gate[] {host, tenant, overall};
    }

    private Gate host(String host) {
        ThrottleProperties.Host settings = bounds.of(host);
        return new Gate(host, settings.concurrency(), settings.rate());
    }

    /** Forgets a gate that nobody uses; those whose pace is still counting are kept for a while. */
    void evict(Gate gate, long nanos) {
        if (gate.isIdle(nanos)) {
            shared.remove(gate.key(), gate);
        } else if (shared.size() > IDLE_KEPT) {
            shared.values().removeIf(other -> other.isIdle(nanos));
        }
    }

    /** How many cannot be forgotten now, the two that are always there included. */
    int inUse(long nanos) {
        return (int) Stream.concat(shared.values().stream(), Stream.of(slow, overall))
                .filter(gate -> !gate.isIdle(nanos))
                .count();
    }
}
