package io.posthorn.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class KeyTextTests {

    @Test
    void tellsASlipOfThePenWithoutALookUp() {
        String text = KeyText.generate(KeyText.API_KEY);

        assertThat(KeyText.isWhole(text)).isTrue();
        for (int i = KeyText.API_KEY.length(); i < text.length(); i++) {
            char other = text.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(KeyText.isWhole(text.substring(0, i) + other + text.substring(i + 1)))
                    .isFalse();
        }
        assertThat(KeyText.isWhole(text.replace("live", "portal"))).isFalse();
        assertThat(KeyText.isWhole("")).isFalse();
        assertThat(KeyText.hint(text)).hasSizeLessThan(16);
    }

    @Test
    void looksUpOnceForManyAndAgainAfterAMoment() {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger lookups = new AtomicInteger();
        Sinks.One<String> result = Sinks.one();
        FreshLookups<String> fresh = new FreshLookups<>(
                _ -> {
                    lookups.incrementAndGet();
                    return result.asMono();
                },
                nanos::get);

        StepVerifier.create(Mono.zip(fresh.find("a"), fresh.find("a"), fresh.find("a")))
                .then(() -> result.tryEmitValue("found"))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(lookups).hasValue(1);
        nanos.set(499_000_000L);
        StepVerifier.create(fresh.find("a")).expectNext("found").verifyComplete();
        assertThat(lookups).hasValue(1);
        nanos.set(500_000_000L);
        StepVerifier.create(fresh.find("a")).expectNext("found").verifyComplete();
        assertThat(lookups).hasValue(2);
    }
}
