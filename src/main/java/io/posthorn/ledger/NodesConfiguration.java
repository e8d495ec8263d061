package io.posthorn.ledger;

import io.posthorn.postgres.DirectConnections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NodesConfiguration {

    @Bean
    SessionMark sessionMark() {
        return SessionMark.random();
    }

    @Bean
    Nodes nodes(DirectConnections connections, SessionMark mark) {
        return new Nodes(connections, mark);
    }
}
