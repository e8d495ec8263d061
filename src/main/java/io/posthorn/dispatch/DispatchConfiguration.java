package io.posthorn.dispatch;

import io.posthorn.egress.EgressProperties;
import io.posthorn.egress.WebhookClient;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

    @Bean
    RequestPreview requestPreview(EgressProperties properties) {
        return new WebhookHeaders(properties.userAgent())::of;
    }

    @Bean
    Dispatcher dispatcher(WebhookClient client, EgressProperties properties, InstantSource clock) {
        return new HttpDispatcher(client, new WebhookHeaders(properties.userAgent()), clock);
    }
}
