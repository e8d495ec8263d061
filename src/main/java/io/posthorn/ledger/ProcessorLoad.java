package io.posthorn.ledger;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How busy the processors are that this process may use, whoever it is that uses them: 0 idle, 1 full. In a container
 * with a limit it is the limit's share.
 */
final class ProcessorLoad implements DoubleSupplier {

    /**
     * Asking reads files of the kernel's; and what it tells is the mean since the last question, which can be somebody
     * else's in this process: then it is of a shorter time.
     */
    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final DoubleSupplier system;
    private final LongSupplier nanos;
    private final AtomicLong askedAt;
    private volatile double last;

    /**
     * @param system the mean since it was asked last, or something negative where it does not know
     * @param nanos a clock that only goes forward
     */
    ProcessorLoad(DoubleSupplier system, LongSupplier nanos) {
        this.system = system;
        this.nanos = nanos;
        this.askedAt = new AtomicLong(nanos.getAsLong() - KEPT_NANOS);
    }

    /** As the operating system tells it. */
    static ProcessorLoad ofSystem() {
        return new ProcessorLoad(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad, System::nanoTime);
    }

    /** What was told within the last quarter of a second, else the mean since then; 0 where it is not known. */
    @Override
    public double getAsDouble() {
        long now = nanos.getAsLong();
        long before = askedAt.get();
        if (now - before >= KEPT_NANOS && askedAt.compareAndSet(before, now)) {
            double answer = system.getAsDouble();
            last = answer > 0 ? Math.min(answer, 1) : 0;
        }
        return last;
    }
}
