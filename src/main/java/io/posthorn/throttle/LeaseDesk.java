package io.posthorn.throttle;

import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** Where lanes and leases meet: says what limited lanes and gates want, and brings them what they get. */
public final class LeaseDesk {

    private final Lanes lanes;
    private final Shares shares;
    private final Scheduler timer;
    private final Sinks.Many<Boolean> wanted = Sinks.many().multicast().directBestEffort();

    LeaseDesk(Lanes lanes, Shares shares, Scheduler timer) {
        this.lanes = lanes;
        this.shares = shares;
        this.timer = timer;
    }

    /**
     * Says how many nodes there are, this one counted. With more than one, rates are kept together with the others; 0
     * means that it is not known yet, and then nothing goes out that a rate limits.
     */
    public void nodes(int count) {
        lanes.guarded(() -> {
            if (shares.learn(count)) {
                lanes.wakeLimited();
            }
        });
    }

    /** Speaks when something is wanted; several wishes may be one word. */
    Flux<Boolean> wanted() {
        return wanted.asFlux();
    }

    /** Whoever may have made a wish calls this, without the lock. A call that collides with another is that other one. */
    void tell() {
        if (lanes.hasWishes()) {
            wanted.tryEmitNext(true);
        }
    }

    /** What is wanted now; to be followed by {@link #granted} or {@link #away} before the next call. */
    List<Leases.Asked> take() {
        synchronized (lanes) {
            return shares.takeWishes();
        }
    }

    void granted(List<Leases.Granted> granted) {
        lanes.guarded(() -> {
            boolean back = shares.isAway();
            granted.forEach(this::grant);
            if (back) {
                lanes.wakeLimited();
            }
        });
    }

    private void grant(Leases.Granted granted) {
        Rate rate = shares.answered(granted.key());
        if (rate != null) {
            rate.granted(timer.now(TimeUnit.NANOSECONDS), granted.inNanos(), granted.count());
            lanes.wake(rate.owner());
        }
    }

    /** No lease is to be had: each node keeps to its share until one is. True when that is new. */
    boolean away() {
        boolean[] news = new boolean[1];
        lanes.guarded(() -> {
            news[0] = shares.goAway();
            lanes.wakeLimited();
        });
        return news[0];
    }
}
