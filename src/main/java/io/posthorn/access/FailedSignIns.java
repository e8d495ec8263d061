package io.posthorn.access;

import io.posthorn.api.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Slows down those who try keys. An address that failed too often is turned away before its key is even looked up,
 * except when somebody behind it was let in lately: then it is a proxy, and others behind it must not suffer.
 */
final class FailedSignIns {

    private static final double PER_SECOND = 1;
    private static final double AT_ONCE = 60;
    private static final long TRUST = Duration.ofMinutes(1).toNanos();
    private static final int CAPACITY = 10_000;

    private final LongSupplier nanos;
    private final RecentlyUsed<InetAddress, History> records = new RecentlyUsed<>(CAPACITY);

    FailedSignIns(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @throws Problem 429 when the address failed too often */
    void check(@Nullable InetSocketAddress remote) {
        InetAddress address = address(remote);
        History known = address == null ? null : records.peek(address);
        if (known != null && known.isSuspect(nanos.getAsLong())) {
            throw Problem.tooManyRequests(
                    "Too many requests with unknown keys came from this address. Check the key, and wait as"
                            + " Retry-After says.",
                    known.failures.untilNext());
        }
    }

    void failed(@Nullable InetSocketAddress remote) {
        InetAddress address = address(remote);
        if (address != null) {
            records.get(address, _ -> new History(nanos.getAsLong())).failures.take(nanos.getAsLong());
        }
    }

    void succeeded(@Nullable InetSocketAddress remote) {
        InetAddress address = address(remote);
        History known = address == null ? null : records.peek(address);
        if (known != null) {
            known.trustedAt = nanos.getAsLong();
        }
    }

    private static @Nullable InetAddress address(@Nullable InetSocketAddress remote) {
        return remote == null ? null : remote.getAddress();
    }

    private static final class History {

        private final TokenBucket failures;
        private volatile long trustedAt;

        History(long now) {
            this.failures = new TokenBucket(PER_SECOND, AT_ONCE, now);
            this.trustedAt = now - TRUST - 1;
        }

        boolean isSuspect(long now) {
            return failures.isEmpty(now) && now - trustedAt > TRUST;
        }
    }
}
