package io.posthorn.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTests {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "1, PT1S",
        "007, PT7S",
        "86400, PT24H",
        "86401, PT24H",
        "9223372036854775807, PT24H",
        "' 120 ', PT2M"
    })
    void readsSeconds(String value, Duration expected) {
        assertThat(RetryAfter.parse(value, NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Mon, 06 Nov 1994 08:49:37 GMT"
            })
    void readsTheThreeFormsOfDates(String value) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofSeconds(30));
    }

    @Example
    void readsAsctimeWithTwoDigitDays() {
        assertThat(RetryAfter.parse("Wed Nov 16 08:49:37 1994", Instant.parse("1994-11-16T08:49:36.500Z")))
                .contains(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource({
        "'Thu, 01 Jan 1970 00:00:00 GMT', PT0S",
        "'Fri, 31 Dec 9999 23:59:59 GMT', PT24H",
        "'Saturday, 05-Nov-44 08:49:37 GMT', PT24H",
        "'Monday, 07-Nov-44 08:49:37 GMT', PT0S",
        "'Tuesday, 29-Feb-00 00:00:00 GMT', PT24H",
    })
    void clampsDatesThatAreFarAway(String value, Duration expected) {
        assertThat(RetryAfter.parse(value, NOW)).contains(expected);
    }

    @Example
    void readsTwoDigitYearsAcrossTheTurnOfACentury() {
        assertThat(RetryAfter.parse("Friday, 01-Jan-00 00:00:05 GMT", Instant.parse("2099-12-31T23:59:59Z")))
                .contains(Duration.ofSeconds(6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1.5",
                "1e9",
                "9223372036854775808",
                "٣",
                "soon",
                "0x10",
                "1,2",
                "120 s",
                "Sun, 32 Nov 1994 08:49:37 GMT",
                "Sun, 30 Feb 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37",
                "06 Nov 1994 08:49:37 GMT",
                "Xyz, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "1994-11-06T08:49:37Z"
            })
    void ignoresWhatIsNeitherSecondsNorADate(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }

    @Property
    void neverThrowsAndNeverLeavesItsBounds(@ForAll String value) {
        assertThat(RetryAfter.parse(value, NOW))
                .satisfiesAnyOf(parsed -> assertThat(parsed).isEmpty(), parsed -> assertThat(parsed.orElseThrow())
                        .isBetween(Duration.ZERO, RetryAfter.MAX));
    }

    @Property
    void takesEveryNumberOfSecondsUpToADayExactly(@ForAll @LongRange(min = 0, max = 86_400) long seconds) {
        assertThat(RetryAfter.parse(Long.toString(seconds), NOW)).contains(Duration.ofSeconds(seconds));
    }
}
