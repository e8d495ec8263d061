package io.posthorn.endpoint;

import io.posthorn.application.ConfigReplica;
import io.posthorn.application.ConfigWriter;
import io.posthorn.egress.TargetPolicy;
import io.posthorn.id.IdGenerator;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

    @Bean
    EventTypes eventTypes(R2dbcEventTypes table, ConfigWriter config, InstantSource clock) {
        return new EventTypes(table, config, clock);
    }

    @Bean
    EndpointReader endpointReader(TargetPolicy targets) {
        return new EndpointReader(new EndpointUrls(targets));
    }

    @Bean
    Endpoints endpoints(
            R2dbcEndpoints table,
            R2dbcEndpointSecrets secrets,
            R2dbcEventTypes catalogue,
            ConfigWriter config,
            IdGenerator ids,
            InstantSource clock) {
        return new Endpoints(table, secrets, new KnownEventTypes(catalogue), config, ids, clock);
    }

    @Bean
    EndpointSecrets endpointSecrets(
            Endpoints endpoints,
            R2dbcEndpoints table,
            R2dbcEndpointSecrets secrets,
            ConfigWriter config,
            IdGenerator ids,
            InstantSource clock) {
        return new EndpointSecrets(endpoints, table, secrets, config, ids, clock);
    }

    @Bean
    SecretExpiryLifecycle secretExpiryLifecycle(R2dbcEndpointSecrets secrets, ConfigWriter config) {
        return new SecretExpiryLifecycle(secrets, config, Schedulers.parallel());
    }

    @Bean
    EndpointCopy endpointCopy(R2dbcEndpointChanges table) {
        return new EndpointCopy(table);
    }

    @Bean
    EndpointSnapshot endpointSnapshot(ConfigReplica replica, EndpointCopy endpoints) {
        return new ReplicatedEndpointSnapshot(replica, endpoints);
    }

    @Bean
    EndpointSwitch endpointSwitch(R2dbcEndpoints table, EndpointCopy copy, ConfigWriter config, InstantSource clock) {
        return new RecordedEndpointSwitch(table, copy, config, clock);
    }
}
