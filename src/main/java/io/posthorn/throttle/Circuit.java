package io.posthorn.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether it makes sense to send to an endpoint at all. It opens after ten failures in a row of at least three messages,
 * or when 28 of the last 32 attempts failed: then nothing is sent but a single probe now and then, at growing
 * intervals, until one is answered well. One message that fails for itself never opens it. Guarded by {@link Lanes}.
 */
final class Circuit {

    static final int FAILURES_IN_A_ROW = 10;
    static final int MESSAGES = 3;
    private static final int WINDOW_FAILURES = 28;
    /** Failures that pass sooner are nothing to tell other nodes of. */
    private static final Duration NOTED_AFTER = Duration.ofMinutes(1);

    private static final Duration FIRST_PROBE = Duration.ofSeconds(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(5);
    private static final double JITTER = 0.2;

    private final boolean mayOpen;
    private final Set<UUID> failedMessages = new LinkedHashSet<>();
    private int failuresInARow;
    private int attempts;
    private int failureBits;
    private @Nullable Instant openUntil;
    private Duration interval = FIRST_PROBE;
    private boolean probing;
    private @Nullable Instant failingSince;
    private boolean told;

    Circuit(boolean mayOpen) {
        this.mayOpen = mayOpen;
    }

    /** When the failures began that no success has interrupted; null when there are none. */
    @Nullable
    Instant failingSince() {
        return failingSince;
    }

    /** Whether it has failed for long enough to be noted, for the first time. */
    boolean isNews(Instant now) {
        if (told || failingSince == null || now.isBefore(failingSince.plus(NOTED_AFTER))) {
            return false;
        }
        told = true;
        return true;
    }

    boolean isOpen() {
        return openUntil != null;
    }

    /** When the next probe may be sent; null while it is closed. */
    @Nullable
    Instant openUntil() {
        return openUntil;
    }

    /** Whether one attempt may be made to find out whether the receiver is back. */
    boolean isProbeDue(Instant now) {
        return openUntil != null && !probing && !now.isBefore(openUntil);
    }

    void beginProbe() {
        probing = true;
    }

    /** The probe ended without an answer to its question. */
    void abandonProbe() {
        probing = false;
    }

    int failuresInARow() {
        return failuresInARow;
    }

    /** Notes a failure; true when the circuit opens now or, after a probe, stays open. */
    boolean failed(UUID messageId, boolean probe, Instant now, RandomGenerator random) {
        failuresInARow++;
        failingSince = failingSince == null ? now : failingSince;
        count(true);
        if (failedMessages.size() < MESSAGES) {
            failedMessages.add(messageId);
        }
        if (probe) {
            probing = false;
            interval = min(interval.multipliedBy(2), LONGEST_INTERVAL);
            openUntil = now.plus(jittered(random));
            return true;
        }
        if (isOpen() || !mayOpen || !isHopeless()) {
            return false;
        }
        openUntil = now.plus(jittered(random));
        return true;
    }

    private boolean isHopeless() {
        boolean inARow = failuresInARow >= FAILURES_IN_A_ROW;
        boolean often = attempts >= Integer.SIZE && Integer.bitCount(failureBits) >= WINDOW_FAILURES;
        return failedMessages.size() >= MESSAGES && (inARow || often);
    }

    /** Notes a success; true when the circuit was open and closes now. */
    boolean delivered() {
        boolean closes = isOpen();
        failingSince = null;
        told = false;
        failuresInARow = 0;
        probing = false;
        openUntil = null;
        interval = FIRST_PROBE;
        if (closes) {
            attempts = 0;
            failureBits = 0;
            failedMessages.clear();
        } else {
            count(false);
            forgetMessagesWhenWell();
        }
        return closes;
    }

    /** The set tells that failures are not one message's own; it starts anew once most attempts go well. */
    private void forgetMessagesWhenWell() {
        if (Integer.bitCount(failureBits) < WINDOW_FAILURES / 2) {
            failedMessages.clear();
        }
    }

    /** Whether it remembers nothing worth keeping. */
    boolean isRested() {
        return failuresInARow == 0 && openUntil == null && failureBits == 0;
    }

    private void count(boolean failure) {
        attempts = Math.min(attempts + 1, Integer.SIZE);
        failureBits = failureBits << 1 | (failure ? 1 : 0);
    }

    private Duration jittered(RandomGenerator random) {
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        return Duration.ofMillis((long) (interval.toMillis() * factor));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
