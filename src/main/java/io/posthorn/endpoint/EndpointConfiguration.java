package io.posthorn.endpoint;

import io.posthorn.application.ConfigReplica;
import io.posthorn.application.ConfigWriter;
import io.posthorn.id.IdGenerator;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

    @Bean
    R2dbcEventTypes eventTypeTable(DatabaseClient database) {
        return new R2dbcEventTypes(database);
    }

    @Bean
    EventTypes eventTypes(R2dbcEventTypes table, ConfigWriter config, InstantSource clock) {
        return new EventTypes(table, config, clock);
    }

    @Bean
    R2dbcEndpoints endpointTable(DatabaseClient database) {
        return new R2dbcEndpoints(database);
    }

    @Bean
    R2dbcEndpointSecrets endpointSecretTable(DatabaseClient database) {
        return new R2dbcEndpointSecrets(database);
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
    EndpointCopy endpointCopy(DatabaseClient database) {
        return new EndpointCopy(new R2dbcEndpointChanges(database));
    }

    @Bean
    EndpointSnapshot endpointSnapshot(ConfigReplica replica, EndpointCopy endpoints) {
        return new ReplicatedEndpointSnapshot(replica, endpoints);
    }

    @Bean
    EndpointSwitch endpointSwitch(
            R2dbcEndpoints table, EndpointCopy copy, ConfigWriter config, InstantSource clock) {
        return new RecordedEndpointSwitch(table, copy, config, clock);
    }
}
