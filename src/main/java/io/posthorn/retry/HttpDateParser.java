package io.posthorn.retry;

import static java.time.temporal.ChronoField.DAY_OF_MONTH;
import static java.time.temporal.ChronoField.HOUR_OF_DAY;
import static java.time.temporal.ChronoField.MINUTE_OF_HOUR;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.SECOND_OF_MINUTE;
import static java.time.temporal.ChronoField.YEAR;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code HTTP-date} in its three forms (RFC 9110, 5.6.7). The day's name must be one, but is not checked. */
final class HttpDateParser implements DelayParser {

    private static final List<DateTimeFormatter> FOUR_DIGIT_YEAR =
            List.of(formatter("EEE, dd MMM uuuu HH:mm:ss 'GMT'"), formatter("EEE MMM ppd HH:mm:ss uuuu"));
    private static final DateTimeFormatter TWO_DIGIT_YEAR = formatter("EEEE, dd-MMM-uu HH:mm:ss 'GMT'");

    @Override
    public Optional<Duration> parse(String value, Instant now) {
        return FOUR_DIGIT_YEAR.stream()
                .flatMap(form -> read(form, value).stream())
                .findFirst()
                .or(() -> read(TWO_DIGIT_YEAR, value).map(date -> nearest(date, now)))
                .map(date -> Duration.between(now, date.toInstant(ZoneOffset.UTC)));
    }

    private static Optional<LocalDateTime> read(DateTimeFormatter form, String value) {
        try {
            return Optional.of(form.parse(value, LocalDateTime::from));
        } catch (DateTimeException anotherForm) {
            return Optional.empty();
        }
    }

    /** Puts a date with a two-digit year at most 50 years into the future, else into the past. */
    private static LocalDateTime nearest(LocalDateTime date, Instant now) {
        LocalDateTime today = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        LocalDateTime guess = date.withYear(Math.floorDiv(today.getYear(), 100) * 100 + date.getYear() % 100);
        if (guess.isAfter(today.plusYears(50))) {
            return guess.minusYears(100);
        }
        return guess.isBefore(today.minusYears(50)) ? guess.plusYears(100) : guess;
    }

    private static DateTimeFormatter formatter(String pattern) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT)
                .withResolverFields(YEAR, MONTH_OF_YEAR, DAY_OF_MONTH, HOUR_OF_DAY, MINUTE_OF_HOUR, SECOND_OF_MINUTE);
    }
}
