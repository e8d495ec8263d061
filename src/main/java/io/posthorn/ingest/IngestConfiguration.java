package io.posthorn.ingest;

import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.MessageAppender;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
class IngestConfiguration {

    @Bean
    Ingest ingest(MessageAppender appender, IdGenerator ids, IngestProperties properties) {
        return new Ingest(appender, ids, properties.acknowledgeWithin());
    }
}
