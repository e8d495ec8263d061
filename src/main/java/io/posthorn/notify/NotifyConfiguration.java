package io.posthorn.notify;

import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.Notices;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotifyProperties.class)
class NotifyConfiguration {

    @Bean
    Wording wording(
            IdGenerator ids,
            EndpointSnapshot endpoints,
            @Value("${posthorn.pipeline.disable-after:5d}") Duration disableAfter) {
        Uids uids = id -> endpoints.find(id).map(endpoint -> endpoint.uid()).orElse(null);
        return new Wording(ids, new AttemptWords(uids), new ResultWords(uids), disableAfter);
    }

    @Bean
    TellingLifecycle tellingLifecycle(Notices notices, Wording wording, NotifyProperties properties) {
        return new TellingLifecycle(notices, wording, properties, Schedulers.parallel());
    }
}
