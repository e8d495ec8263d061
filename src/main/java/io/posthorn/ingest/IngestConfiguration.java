package io.posthorn.ingest;

import io.posthorn.application.ApplicationDirectory;
import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.MessageAppender;
import io.posthorn.ledger.NodeRoles;
import io.posthorn.postgres.StartRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
class IngestConfiguration {

    @Bean
    Ingest ingest(MessageAppender appender, IdGenerator ids, IngestProperties properties, NodeRoles roles) {
        return new Ingest(appender, ids, properties.acknowledgeWithin(), roles.accepts());
    }

    @Bean
    Publisher publisher(MessageReader reader, ApplicationDirectory applications, Ingest ingest) {
        return new Publisher(reader, applications, ingest);
    }

    @Bean
    BatchPublisher batchPublisher(Publisher publisher, IngestProperties properties) {
        return new BatchPublisher(publisher, properties.maxBodyBytes());
    }

    @Bean
    MessageReader messageReader(
            IngestProperties properties,
            InstantSource clock,
            @Value("${posthorn.retention-days:30}") int retentionDays) {
        Duration keptFor = Duration.ofDays(retentionDays);
        if (properties.maxDelay().compareTo(keptFor.dividedBy(2)) > 0) {
            throw new StartRefusedException(
                    "posthorn.ingest.max-delay is " + properties.maxDelay()
                            + ", but messages are kept for no longer than " + retentionDays + " days.",
                    "Set POSTHORN_INGEST_MAX_DELAY to at most half of POSTHORN_RETENTION_DAYS, or keep messages for"
                            + " longer.");
        }
        return new MessageReader(properties, clock);
    }
}
