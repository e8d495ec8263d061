package io.posthorn.observability;

import io.posthorn.access.KeyEnds;
import io.posthorn.postgres.Finding;
import io.posthorn.vault.Vault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;
import reactor.core.publisher.Mono;

/** Looks at settings and database and says in plain words what is wrong. Changes nothing. */
public final class Doctor {

    private static final Duration SOON = Duration.ofDays(14);

    private final ConfigurableEnvironment environment;

    /** One that looks at these settings. */
    public Doctor(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /** What there is to say of the settings alone. */
    public List<Finding> settings() {
        List<Finding> findings = new ArrayList<>();
        variables().values().forEach(warning -> findings.add(Finding.warning(warning)));
        boolean embedded = environment.acceptsProfiles(Profiles.of("embedded"));
        if (!embedded) {
            masterKeys(findings);
            present(findings, "posthorn.admin-key", "POSTHORN_ADMIN_KEY");
            present(findings, "spring.r2dbc.url", "SPRING_R2DBC_URL");
            publicUrl(findings);
        }
        if (ManagementPortType.get(environment) == ManagementPortType.SAME) {
            findings.add(Finding.bad("Figures share the port of the API; set MANAGEMENT_SERVER_PORT to another."));
        }
        if (findings.isEmpty() || embedded) {
            findings.addFirst(Finding.good("The settings can be read; " + (embedded ? "the embedded" : "an external")
                    + " PostgreSQL is used."));
        }
        return findings;
    }

    private Map<String, String> variables() {
        Set<String> names = new TreeMap<>(environment.getSystemEnvironment()).keySet();
        return UnknownVariables.warnings(names, KnownVariables.fromClassPath());
    }

    private void masterKeys(List<Finding> findings) {
        String keys = environment.getProperty("posthorn.master-keys", "");
        try {
            findings.add(
                    keys.isBlank()
                            ? Finding.bad("POSTHORN_MASTER_KEYS is not set; secrets can neither be sealed nor opened.")
                            : Finding.good("Secrets are sealed with the master key '"
                                    + Vault.of(keys).currentKeyId() + "'."));
        } catch (IllegalArgumentException unreadable) {
            findings.add(Finding.bad("POSTHORN_MASTER_KEYS cannot be read: " + unreadable.getMessage() + "."));
        }
    }

    private void present(List<Finding> findings, String property, String variable) {
        if (environment.getProperty(property, "").isBlank()) {
            findings.add(Finding.bad(variable + " is not set."));
        }
    }

    private void publicUrl(List<Finding> findings) {
        if (environment.getProperty("posthorn.public-url", "").isBlank()) {
            findings.add(
                    Finding.warning("POSTHORN_PUBLIC_URL is not set, so links that are handed out lead to localhost."));
        }
    }

    /** Which keys will surprise somebody. */
    public static Mono<List<Finding>> keys(KeyEnds keys) {
        return keys.within(SOON)
                .map(end -> Finding.warning(
                        "The API key " + end.id() + " ('" + end.name() + "') is in use and ends at " + end.at() + "."))
                .collectList()
                .map(found -> found.isEmpty()
                        ? List.of(Finding.good("No API key in use ends within " + SOON.toDays() + " days."))
                        : found);
    }
}
