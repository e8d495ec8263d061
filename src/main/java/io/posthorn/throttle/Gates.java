package io.posthorn.throttle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The bounds that lanes share, in the order in which they are passed: the target's host, the places for slow endpoints,
 * the tenant, the whole process. Gates of hosts and tenants exist while they are in use. Guarded by {@link Lanes}.
 */
final class Gates {

    private static final int IDLE_KEPT = 10_000;

    private final ThrottleProperties bounds;
    private final Shares shares;
    private final Map<Object, Gate> shared = new HashMap<>();
    private final Gate slow;
    private final Gate overall;

    Gates(ThrottleProperties bounds, Shares shares) {
        this.bounds = bounds;
        this.shares = shares;
        this.slow = new Gate("slow", Math.max(1, bounds.overall() / 4));
        this.overall = new Gate("overall", bounds.overall());
    }

    Gate[] path(Lane lane) {
        Entry entry = lane.entry();
        Gate host = shared.computeIfAbsent(entry.host(), _ -> host(entry.host()));
        Gate tenant = shared.computeIfAbsent(entry.tenantId(), id -> new Gate(id, bounds.perApplication()));
        return lane.isSlow() ? new Gate[] {host, slow, tenant, overall} : new Gate[] {host, tenant, overall};
    }

    private Gate host(String host) {
        return new Gate(host, bounds.of(host), shares);
    }

    /** Those that keep to a rate. */
    List<Gate> limited() {
        return shared.values().stream().filter(Gate::isLimited).toList();
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
