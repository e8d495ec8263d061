package io.posthorn.replay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of background tasks.
 *
 * @param keptFor how long a task can be looked at after it has ended, at least a day
 */
@ConfigurationProperties("posthorn.background-tasks")
record TasksProperties(@DefaultValue("30d") Duration keptFor) {

    private static final Duration SHORTEST = Duration.ofDays(1);

    TasksProperties {
        if (keptFor.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "posthorn.background-tasks.kept-for must be at least 1d, but is " + keptFor);
        }
    }
}
