package io.posthorn.retry;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Schedules that have a name. */
public enum RetryPreset implements RetrySchedule {
    /** 10 attempts; waits of 2, 4, 8 … 512 seconds, about 17 minutes in all. */
    POSTHORN("posthorn", new RetrySchedule.Exponential(Duration.ofSeconds(2), 2, 10)),

    /** 10 attempts over 75 hours, the example of Standard Webhooks 1.0.0. */
    STANDARD_WEBHOOKS("standard-webhooks", listed("PT5S PT5M PT30M PT2H PT5H PT10H PT14H PT20H PT24H")),

    /** 8 attempts over 27 hours, as Svix makes them. */
    SVIX("svix", listed("PT5S PT5M PT30M PT2H PT5H PT10H PT10H")),

    /** One attempt. */
    NONE("none", new RetrySchedule.Listed(List.of()));

    private final String text;
    private final RetrySchedule schedule;

    RetryPreset(String text, RetrySchedule schedule) {
        this.text = text;
        this.schedule = schedule;
    }

    /** The preset of this name, for example {@code standard-webhooks}; empty when there is none. */
    public static Optional<RetryPreset> named(String text) {
        return Arrays.stream(values())
                .filter(preset -> preset.text.equals(text))
                .findFirst();
    }

    /** The name that settings and the API use. */
    public String text() {
        return text;
    }

    @Override
    public int maxAttempts() {
        return schedule.maxAttempts();
    }

    @Override
    public Duration delayAfter(int attemptsMade) {
        return schedule.delayAfter(attemptsMade);
    }

    private static RetrySchedule listed(String delays) {
        return new RetrySchedule.Listed(
                Arrays.stream(delays.split(" ")).map(Duration::parse).toList());
    }
}
