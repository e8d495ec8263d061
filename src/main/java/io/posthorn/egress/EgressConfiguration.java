package io.posthorn.egress;

import io.posthorn.deadline.DeadlineScheduler;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EgressProperties.class)
class EgressConfiguration {

    @Bean
    TargetLists targetLists(EgressProperties properties) {
        return TargetLists.of(properties);
    }

    @Bean
    TargetPolicy targetPolicy(TargetLists lists) {
        return new TargetPolicy(lists);
    }

    @Bean
    WebhookClient webhookClient(
            EgressProperties properties,
            TargetLists lists,
            ReactorResourceFactory network,
            DeadlineScheduler deadlines) {
        return WebhookClient.open(properties, lists, network.getLoopResources(), deadlines);
    }
}
