package io.posthorn.dispatch;

import io.posthorn.egress.EgressProperties;
import io.posthorn.egress.WebhookClient;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EgressProperties.class)
class DispatchConfiguration {

    @Bean
    WebhookClient webhookClient(EgressProperties properties) {
        return WebhookClient.open(properties);
    }

    @Bean
    Dispatcher dispatcher(WebhookClient client, InstantSource clock, EgressProperties properties) {
        return new HttpDispatcher(client, clock, System::nanoTime, properties.userAgent());
    }
}
