package io.posthorn.egress;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EgressProperties.class)
class EgressConfiguration {

    @Bean
    TargetPolicy targetPolicy(EgressProperties properties) {
        return TargetPolicy.of(properties);
    }

    @Bean
    WebhookClient webhookClient(EgressProperties properties) {
        return WebhookClient.open(properties);
    }
}
