package io.posthorn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.posthorn.api.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class FailedSignInsTests {

    private static final int AT_ONCE = 60;

    private final AtomicLong nanos = new AtomicLong();
    private final FailedSignIns failures = new FailedSignIns(nanos::get);
    private final InetSocketAddress guesser = address(1);

    @Test
    void turnsAnAddressAwayAfterSixtyFailures() {
        fail(guesser, AT_ONCE - 1);
        assertThatCode(() -> failures.check(guesser)).doesNotThrowAnyException();

        fail(guesser, 1);

        assertThat(refusal(guesser).status()).isEqualTo(429);
        assertThat(refusal(guesser).headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
    }

    @Test
    void countsAnAddressWhateverItsPort() {
        fail(guesser, AT_ONCE);

        assertThat(refusal(new InetSocketAddress(guesser.getAddress(), 99)).status())
                .isEqualTo(429);
        assertThatCode(() -> failures.check(address(2))).doesNotThrowAnyException();
    }

    @Test
    void letsOneTryThroughEachSecond() {
        fail(guesser, AT_ONCE);
        pass(Duration.ofSeconds(1));

        assertThatCode(() -> failures.check(guesser)).doesNotThrowAnyException();
        fail(guesser, 1);
        assertThat(refusal(guesser).status()).isEqualTo(429);
    }

    @Test
    void sparesAnAddressForAMinuteAfterSomebodyBehindItWasLetIn() {
        fail(guesser, AT_ONCE);
        failures.succeeded(guesser);

        assertThatCode(() -> failures.check(guesser)).doesNotThrowAnyException();
        pass(Duration.ofMinutes(1));
        fail(guesser, AT_ONCE);
        assertThatCode(() -> failures.check(guesser)).doesNotThrowAnyException();
        pass(Duration.ofNanos(1));
        assertThat(refusal(guesser).status()).isEqualTo(429);
    }

    @Test
    void knowsNothingOfARequestWithoutAnAddress() {
        failures.failed(null);
        failures.succeeded(null);

        assertThatCode(() -> failures.check(null)).doesNotThrowAnyException();
    }

    private void fail(InetSocketAddress from, int times) {
        for (int i = 0; i < times; i++) {
            failures.failed(from);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Problem refusal(InetSocketAddress from) {
        return Objects.requireNonNull(catchThrowableOfType(Problem.class, () -> failures.check(from)));
    }

    private static InetSocketAddress address(int last) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last}), 1024);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
