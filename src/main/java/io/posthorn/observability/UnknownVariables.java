package io.posthorn.observability;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/** Warns of environment variables that look like ours and mean nothing, so that a slip of the pen is noticed. */
final class UnknownVariables implements EnvironmentPostProcessor {

    private static final String PREFIX = "POSTHORN_";

    private final Log log;

    UnknownVariables(DeferredLogFactory logs) {
        this.log = logs.getLog(UnknownVariables.class);
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Set<String> ours = new TreeMap<>(environment.getSystemEnvironment()).keySet();
        if (ours.stream().anyMatch(name -> name.startsWith(PREFIX))) {
            warnings(ours, KnownVariables.fromClassPath()).values().forEach(log::warn);
        }
    }

    /** A sentence for each of the variables that is unknown. */
    static Map<String, String> warnings(Set<String> variables, KnownVariables known) {
        Map<String, String> warnings = new TreeMap<>();
        for (String variable : variables) {
            String name = variable.toUpperCase(Locale.ROOT);
            if (name.startsWith(PREFIX) && !known.contains(name)) {
                warnings.put(
                        variable,
                        "The environment variable " + variable + " is unknown and has no effect; did you mean "
                                + known.nearest(name) + "?");
            }
        }
        return warnings;
    }
}
