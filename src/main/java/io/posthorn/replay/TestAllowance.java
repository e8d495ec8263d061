package io.posthorn.replay;

import io.posthorn.api.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** How many tests an application may make in a minute, on this node: testing is for people, and no way to send. */
final class TestAllowance {

    /** Tests of one application in a minute where nobody says otherwise. */
    static final int USUAL = 10;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;

    private final int perMinute;
    private final InstantSource clock;
    private final Map<UUID, Window> windows = new ConcurrentHashMap<>();

    TestAllowance(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /**
     * Takes one.
     *
     * @throws Problem 429 when there is none left
     */
    void take(UUID application) {
        Instant now = clock.instant();
        Window window = windows.compute(
                application, (_, before) -> before == null || before.isOver(now) ? new Window(now, 1) : before.more());
        if (windows.size() > REMEMBERED) {
            windows.values().removeIf(old -> old.isOver(now));
        }
        if (window.used() > perMinute) {
            throw Problem.tooManyRequests(
                    "An application may make " + perMinute + " tests in a minute. Wait, or send a message.",
                    Duration.between(now, window.began().plus(MINUTE)));
        }
    }

    private record Window(Instant began, int used) {

        boolean isOver(Instant now) {
            return !now.isBefore(began.plus(MINUTE));
        }

        Window more() {
            return new Window(began, Math.min(used, Integer.MAX_VALUE - 1) + 1);
        }
    }
}
