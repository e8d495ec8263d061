package io.posthorn.pipeline;

import io.posthorn.ledger.Nodes.Peer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Judges other nodes by what this one sees. A peer is dead when its counter stood still for the time to live, counted
 * on this node's own clock and only over stretches in which this node's own heartbeats succeeded: an outage of the
 * database, or a pause of this process, kills nobody.
 */
final class Liveness {

    private final Duration timeToLive;
    private final Duration longestStep;
    private final Map<UUID, Sighting> sightings = new HashMap<>();
    private long lastBeatAt;
    private boolean beating;

    Liveness(Duration timeToLive, Duration heartbeatEvery) {
        this.timeToLive = timeToLive;
        // A heartbeat that comes later than this was not one of an unbroken series.
        this.longestStep = heartbeatEvery.multipliedBy(3);
    }

    /** Takes in what a successful heartbeat saw and names the peers that are dead by now. */
    List<Peer> judge(List<Peer> peers, long nanoTime) {
        Duration step = beating ? Duration.ofNanos(nanoTime - lastBeatAt) : Duration.ZERO;
        Duration counted = step.compareTo(longestStep) <= 0 ? step : Duration.ZERO;
        lastBeatAt = nanoTime;
        beating = true;
        sightings.keySet().retainAll(peers.stream().map(Peer::id).toList());
        peers.forEach(peer -> sightings.compute(peer.id(), (id, before) -> sighting(before, peer, counted)));
        return peers.stream().filter(peer -> isDead(peer.id())).toList();
    }

    private static Sighting sighting(@Nullable Sighting before, Peer peer, Duration counted) {
        return before == null || before.beat() != peer.beat()
                ? new Sighting(peer.beat(), Duration.ZERO)
                : new Sighting(peer.beat(), before.still().plus(counted));
    }

    private boolean isDead(UUID peer) {
        Sighting sighting = sightings.get(peer);
        return sighting != null && sighting.still().compareTo(timeToLive) >= 0;
    }

    /** A heartbeat of this node failed: the stretch is broken. */
    void missedOwn() {
        beating = false;
    }

    private record Sighting(long beat, Duration still) {}
}
