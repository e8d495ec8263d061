package io.posthorn.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownVariablesTests {

    private final KnownVariables known = KnownVariables.fromClassPath();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POSTHORN_ADMIN_KEY",
                "POSTHORN_EMBEDDED_DATA_DIR",
                "POSTHORN_EGRESS_ALLOWED_NETWORKS",
                "POSTHORN_EGRESS_ALLOWEDNETWORKS",
                "POSTHORN_EGRESS_ALLOWED_NETWORKS_0",
                "POSTHORN_PUBLIC_URL",
                "POSTHORN_MASTER_KEYS",
                "POSTHORN_RETENTION_DAYS",
                "POSTHORN_ROLES",
                "POSTHORN_KAFKA_BOOTSTRAP_SERVERS",
                "POSTHORN_KAFKA_TOPICS_0_EVENT_TYPE",
                "POSTHORN_KAFKA_PROPERTIES_SASL_JAAS_CONFIG",
                "PATH"
            })
    void saysNothingAboutWhatItKnows(String name) {
        assertThat(UnknownVariables.warnings(Set.of(name), known)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POSTHORN_ADMIN_KEYS, POSTHORN_ADMIN_KEY",
        "POSTHORN_RETENTION, POSTHORN_RETENTION_DAYS",
        "POSTHORN_KAFKA_BOOTSTRAP_SERVER, POSTHORN_KAFKA_BOOTSTRAP_SERVERS",
        "POSTHORN_EMBEDED_DATA_DIR, POSTHORN_EMBEDDED_DATA_DIR",
    })
    void namesWhatWasProbablyMeant(String name, String meant) {
        assertThat(UnknownVariables.warnings(Set.of(name), known).values())
                .singleElement()
                .asString()
                .contains(name + " is unknown", "did you mean " + meant + "?");
    }

    @Test
    void countsStrokes() {
        assertThat(KnownVariables.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(KnownVariables.distance("", "abc")).isEqualTo(3);
        assertThat(KnownVariables.distance("same", "same")).isZero();
    }
}
