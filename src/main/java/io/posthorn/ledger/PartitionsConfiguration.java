package io.posthorn.ledger;

import io.posthorn.postgres.DirectConnections;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PartitionsProperties.class)
class PartitionsConfiguration {

    @Bean
    Partitions partitions(DirectConnections connections, PartitionsProperties properties) {
        return new Partitions(connections, properties.ledger().partition(), Schedulers.parallel());
    }

    @Bean
    PartitionsLifecycle partitionsLifecycle(Partitions partitions, PartitionsProperties properties) {
        return new PartitionsLifecycle(partitions, properties.retention(), Schedulers.parallel());
    }
}
