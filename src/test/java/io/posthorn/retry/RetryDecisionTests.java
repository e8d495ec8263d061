package io.posthorn.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.dispatch.AttemptOutcome;
import io.posthorn.dispatch.AttemptOutcome.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryDecisionTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final RetryPolicy POLICY = RetryPolicy.of(RetryPreset.POSTHORN);
    private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

    @Property
    void everyAnswerOf2xxIsDelivered(@ForAll @IntRange(min = 200, max = 299) int status) {
        var accepted = new AttemptOutcome.Accepted(status, new byte[0], Duration.ZERO);

        assertThat(settle(accepted, 1)).isEqualTo(new Settlement.Delivered());
        assertThat(settle(accepted, 10)).isEqualTo(new Settlement.Delivered());
    }

    @Example
    void goneEndsTheEndpointWhateverElseHolds() {
        RetryPolicy never = new RetryPolicy(RetryPreset.NONE, 0, Set.of(410));

        assertThat(settle(refused(410, "5"), 1)).isEqualTo(new Settlement.Gone());
        assertThat(RetryDecision.settle(never, refused(410, null), 1, NOW, MIDDLE))
                .isEqualTo(new Settlement.Gone());
    }

    @Property
    void faultsOfOursHoldAndNeverExhaust(@ForAll @IntRange(min = 1, max = 100) int attemptsMade) {
        assertThat(settle(new AttemptOutcome.Prevented("no socket left", Duration.ZERO), attemptsMade))
                .isEqualTo(new Settlement.Hold(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @EnumSource
    void everyFailureFollowsTheSchedule(Failure failure) {
        var unanswered = new AttemptOutcome.Unanswered(failure, "it failed", Duration.ZERO);

        assertThat(settle(unanswered, 1)).isEqualTo(again(Duration.ofSeconds(2), false));
        assertThat(settle(unanswered, 9)).isEqualTo(again(Duration.ofSeconds(512), false));
        assertThat(settle(unanswered, 10)).isEqualTo(new Settlement.Exhausted());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 302, 400, 401, 404, 415, 500, 501, 599, 999})
    void otherStatusesFollowTheSchedule(int status) {
        assertThat(settle(refused(status, null), 3)).isEqualTo(again(Duration.ofSeconds(8), false));
        assertThat(settle(refused(status, "77"), 3)).isEqualTo(again(Duration.ofSeconds(8), false));
        assertThat(settle(refused(status, null), 10)).isEqualTo(new Settlement.Exhausted());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void retryAfterIsObeyedExactlyAndSlowsTheEndpoint(int status) {
        assertThat(settle(refused(status, "77"), 1)).isEqualTo(again(Duration.ofSeconds(77), true));
        assertThat(settle(refused(status, "1"), 9)).isEqualTo(again(Duration.ofSeconds(1), true));
        assertThat(settle(refused(status, "0"), 1)).isEqualTo(again(Duration.ZERO, true));
        assertThat(settle(refused(status, "Sat, 21 Nov 2026 12:01:00 GMT"), 1))
                .isEqualTo(again(Duration.ofMinutes(1), true));
        assertThat(settle(refused(status, "999999999"), 1)).isEqualTo(again(Duration.ofHours(24), true));
        assertThat(settle(refused(status, "Fri, 31 Dec 9999 23:59:59 GMT"), 1))
                .isEqualTo(again(Duration.ofHours(24), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "soon", "1e9", "99999999999999999999", ""})
    void aRetryAfterThatSaysNothingLeavesTheSchedule(String value) {
        assertThat(settle(refused(503, value), 2)).isEqualTo(again(Duration.ofSeconds(4), false));
    }

    @Example
    void retryAfterGivesNoAttemptBeyondTheLast() {
        assertThat(settle(refused(429, "5"), 10)).isEqualTo(new Settlement.Exhausted());
    }

    @Example
    void statusesThatNoRetryHelpsAreExhaustedAtOnce() {
        RetryPolicy policy = new RetryPolicy(RetryPreset.POSTHORN, 0.2, Set.of(400, 429));

        assertThat(RetryDecision.settle(policy, refused(400, null), 1, NOW, MIDDLE))
                .isEqualTo(new Settlement.Exhausted());
        assertThat(RetryDecision.settle(policy, refused(429, "5"), 1, NOW, MIDDLE))
                .isEqualTo(new Settlement.Exhausted());
        assertThat(RetryDecision.settle(policy, refused(500, null), 1, NOW, MIDDLE))
                .isInstanceOf(Settlement.Again.class);
    }

    @Property
    void scheduledWaitsStayWithinTheJitter(@ForAll @IntRange(min = 1, max = 9) int attemptsMade, @ForAll long bits) {
        double wait = Math.pow(2, attemptsMade) * 1000;

        var again = (Settlement.Again) RetryDecision.settle(POLICY, refused(500, null), attemptsMade, NOW, () -> bits);

        assertThat(again.at())
                .isBetween(NOW.plusMillis(Math.round(wait * 0.8)), NOW.plusMillis(Math.round(wait * 1.2)));
    }

    @Property
    void jitterNeverTouchesWhatTheReceiverAskedFor(@ForAll long bits) {
        assertThat(RetryDecision.settle(POLICY, refused(429, "30"), 1, NOW, () -> bits))
                .isEqualTo(again(Duration.ofSeconds(30), true));
    }

    @Property
    void neverPlansIntoThePastOrMoreThanADayAhead(
            @ForAll @IntRange(min = 100, max = 599) int status, @ForAll String retryAfter, @ForAll long bits) {
        Settlement settlement = RetryDecision.settle(POLICY, refused(status, retryAfter), 1, NOW, () -> bits);

        if (settlement instanceof Settlement.Again again) {
            assertThat(again.at()).isBetween(NOW, NOW.plus(Duration.ofHours(24)));
        }
    }

    private static Settlement settle(AttemptOutcome outcome, int attemptsMade) {
        return RetryDecision.settle(POLICY, outcome, attemptsMade, NOW, MIDDLE);
    }

    private static AttemptOutcome refused(int status, @Nullable String retryAfter) {
        return new AttemptOutcome.Refused(status, new byte[0], null, retryAfter, Duration.ZERO);
    }

    private static Settlement again(Duration delay, boolean slowsEndpoint) {
        return new Settlement.Again(NOW.plus(delay), slowsEndpoint);
    }
}
