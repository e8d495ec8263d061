package io.posthorn.observability;

import io.posthorn.access.KeyEnds;
import io.posthorn.endpoint.SealedValues;
import io.posthorn.postgres.Finding;
import io.posthorn.postgres.SecretFile;
import io.posthorn.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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
        boolean embedded = isEmbedded();
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

    /** Whether the master keys open what is sealed in the database. */
    public Mono<List<Finding>> seals(SealedValues values) {
        Vault vault = vault();
        return values.piles()
                .concatMap(pile -> seal(pile, vault, values))
                .collectList()
                .map(found -> found.isEmpty() ? List.of(Finding.good("No secret is sealed in the database.")) : found);
    }

    private static Mono<Finding> seal(SealedValues.Pile pile, @Nullable Vault vault, SealedValues values) {
        String sealed = pile.count() + (pile.count() == 1 ? " value is" : " values are")
                + " sealed with the master key '" + pile.keyId() + "', which ";
        if (vault == null || !vault.knows(pile.keyId())) {
            return Mono.just(
                    Finding.bad(
                            sealed + "is not here. Put it back into POSTHORN_MASTER_KEYS, behind the key that"
                                    + " seals now, or nothing starts; without it the secrets are lost and endpoints need new ones."));
        }
        return values.fault(pile.keyId(), vault)
                .map(fault -> Finding.bad(sealed + "is another than ours of that name: " + fault + "."))
                .defaultIfEmpty(Finding.good(sealed + "opens them."));
    }

    /** None where the keys cannot be read, which is said elsewhere, or are not there. */
    private @Nullable Vault vault() {
        String given = environment.getProperty("posthorn.master-keys", "");
        Path file = Path.of(environment.getProperty("posthorn.embedded.data-dir", "./data"), Vault.FILE);
        try {
            String keys = given.isBlank() && isEmbedded() ? SecretFile.read(file) : given;
            return keys.isBlank() ? null : Vault.of(keys);
        } catch (IOException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    private boolean isEmbedded() {
        return environment.acceptsProfiles(Profiles.of("embedded"));
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
