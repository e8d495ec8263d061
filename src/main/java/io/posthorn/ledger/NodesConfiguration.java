package io.posthorn.ledger;

import io.posthorn.postgres.DirectConnections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NodesConfiguration {

    @Bean
    Nodes nodes(DirectConnections connections) {
        return new Nodes(connections);
    }
}
