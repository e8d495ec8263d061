package io.posthorn.ingest.kafka;

import io.posthorn.access.Caller;
import io.posthorn.access.DefaultOrganization;
import io.posthorn.id.IdKind;
import io.posthorn.ingest.EventIntake;
import io.posthorn.postgres.DatabasePulse;
import io.posthorn.postgres.StartRefusedException;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** There are brokers, and this node accepts messages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaProperties.class)
@Conditional(ReadsTopics.class)
class KafkaConfiguration {

    private final KafkaProperties properties;

    KafkaConfiguration(KafkaProperties properties) {
        this.properties = properties;
    }

    @Bean
    TopicMapping topicMapping() {
        return new TopicMapping(properties);
    }

    @Bean(destroyMethod = "close")
    ReactorKafka reactorKafka(TopicMapping topics) {
        return new ReactorKafka(new ClientSettings(properties), topics, properties.commitEvery());
    }

    @Bean
    KafkaFigures kafkaFigures() {
        return new KafkaFigures();
    }

    @Bean
    RecordIntake recordIntake(
            TopicMapping topics, EventIntake intake, DeadLetterTopic topic, DatabasePulse pulse, KafkaFigures figures) {
        return new RecordIntake(
                new RecordReader(topics),
                intake,
                Caller.publisher(organization(), "kafka"),
                new DeadLetters(topic, properties.deadLetterTopic()),
                pulse,
                figures);
    }

    @Bean
    KafkaLifecycle kafkaLifecycle(RecordSource source, RecordIntake intake, KafkaFigures figures) {
        return new KafkaLifecycle(source, intake, figures, properties);
    }

    private UUID organization() {
        String id = properties.organization();
        return id == null
                ? DefaultOrganization.ID
                : IdKind.ORGANIZATION
                        .parse(id)
                        .orElseThrow(() -> new StartRefusedException(
                                "posthorn.kafka.organization is " + id + ", which is no organization's identifier.",
                                "Set it to the id that GET /api/v1/organization shows, or leave it out."));
    }
}
