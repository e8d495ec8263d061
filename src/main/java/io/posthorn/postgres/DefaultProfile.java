package io.posthorn.postgres;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Decides how to run when no profile was asked for: {@code server} with a database URL, {@code embedded} without. */
final class DefaultProfile implements EnvironmentPostProcessor, Ordered {

    private static final String DEFAULT = "spring.profiles.default";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.containsProperty(DEFAULT)) {
            String profile = environment.containsProperty("spring.r2dbc.url") ? "server" : "embedded";
            environment.getPropertySources().addLast(new MapPropertySource("defaultProfile", Map.of(DEFAULT, profile)));
        }
    }

    /** Before the files are read, because they depend on the profile. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER - 1;
    }
}
