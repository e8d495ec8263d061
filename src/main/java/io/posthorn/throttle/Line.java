package io.posthorn.throttle;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lanes that wait for the same thing: tenants take turns, and so do the lanes of a tenant. */
final class Line {

    private final Map<UUID, ArrayDeque<Lane>> byTenant = new LinkedHashMap<>();

    void add(Lane lane) {
        byTenant.computeIfAbsent(lane.tenantId(), _ -> new ArrayDeque<>(2)).add(lane);
    }

    /** The lane whose turn it is; its tenant is the last in line from now on. */
    @Nullable
    Lane poll() {
        var turns = byTenant.entrySet().iterator();
        if (!turns.hasNext()) {
            return null;
        }
        Map.Entry<UUID, ArrayDeque<Lane>> turn = turns.next();
        turns.remove();
        Lane lane = turn.getValue().poll();
        if (!turn.getValue().isEmpty()) {
            byTenant.put(turn.getKey(), turn.getValue());
        }
        return lane;
    }

    /** How many wait in the lanes, counted up to so many. */
    int demand(int most) {
        int found = 0;
        for (ArrayDeque<Lane> lanes : byTenant.values()) {
            for (Lane lane : lanes) {
                found += lane.waiting();
                if (found >= most) {
                    return most;
                }
            }
        }
        return found;
    }

    boolean isEmpty() {
        return byTenant.isEmpty();
    }
}
