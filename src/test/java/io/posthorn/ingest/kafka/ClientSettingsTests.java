package io.posthorn.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.ingest.kafka.KafkaProperties.Topic;
import io.posthorn.postgres.StartRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ClientSettingsTests {

    private static KafkaProperties properties(
            List<String> topics, @Nullable String pattern, Map<String, String> further) {
        return new KafkaProperties(
                "broker:9092",
                "group",
                topics.stream().map(name -> new Topic(name, null, "fixed")).toList(),
                pattern,
                null,
                "dead",
                DataSize.ofMegabytes(16),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                further);
    }

    @Test
    void setsWhatIsSafeAndPassesOnWhatIsNot() {
        ClientSettings settings = new ClientSettings(
                properties(List.of("a"), null, Map.of("sasl.jaas.config", "s3cret", "auto.offset.reset", "latest")));

        assertThat(settings.consumer())
                .containsEntry("enable.auto.commit", false)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "latest")
                .containsEntry("sasl.jaas.config", "s3cret")
                .doesNotContainKey("acks");
        assertThat(settings.producer())
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("sasl.jaas.config", "s3cret")
                .doesNotContainKey("auto.offset.reset");
    }

    @Test
    void refusesWhatWouldLoseRecords() {
        assertThatThrownBy(() -> new ClientSettings(
                        properties(List.of("a"), null, Map.of("enable.auto.commit", "true", "acks", "1"))))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("acks, enable.auto.commit");
    }

    @Test
    void saysNoSecret() {
        assertThat(properties(List.of("a"), null, Map.of("sasl.jaas.config", "s3cret")))
                .asString()
                .doesNotContain("s3cret");
    }

    @Test
    void wantsTopicsOrAPatternAndNoCircle() {
        assertThatThrownBy(() -> new TopicMapping(properties(List.of(), null, Map.of())))
                .isInstanceOf(StartRefusedException.class);
        assertThatThrownBy(() -> new TopicMapping(properties(List.of("a"), "b", Map.of())))
                .isInstanceOf(StartRefusedException.class);
        assertThatThrownBy(() -> new TopicMapping(properties(List.of("dead"), null, Map.of())))
                .isInstanceOf(StartRefusedException.class);
        assertThatThrownBy(() -> new TopicMapping(properties(List.of(), "(", Map.of())))
                .isInstanceOf(StartRefusedException.class);
    }

    @Test
    void readsTheNamesOfTopics() {
        TopicMapping pattern = new TopicMapping(properties(List.of(), "(?<application>[^.]+)\\..*|dead", Map.of()));
        TopicMapping names = new TopicMapping(properties(List.of("a"), null, Map.of()));

        assertThat(pattern.application("acme.x")).isEqualTo("acme");
        assertThat(pattern.eventType("acme.x")).isNull();
        assertThat(pattern.pattern()).isNotNull().satisfies(compiled -> assertThat(
                        compiled.matcher("dead").matches())
                .isFalse());
        assertThat(names.eventType("a")).isEqualTo("fixed");
        assertThat(names.application("a")).isNull();
    }
}
