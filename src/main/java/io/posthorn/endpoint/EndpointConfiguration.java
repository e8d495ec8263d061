package io.posthorn.endpoint;

import io.posthorn.application.ApplicationSnapshot;
import io.posthorn.application.ConfigReplica;
import io.posthorn.application.ConfigWriter;
import io.posthorn.egress.TargetPolicy;
import io.posthorn.id.IdGenerator;
import io.posthorn.vault.Vault;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
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
    EventTypeImports eventTypeImports(R2dbcEventTypes table, ConfigWriter config, InstantSource clock) {
        return new EventTypeImports(table, config, clock);
    }

    @Bean
    EventExamples eventExamples(R2dbcEventTypes table) {
        return new CatalogueExamples(table);
    }

    @Bean
    EndpointReader endpointReader(TargetPolicy targets) {
        return new EndpointReader(new EndpointUrls(targets));
    }

    @Bean
    EndpointSeals endpointSeals(Vault vault) {
        return new EndpointSeals(vault);
    }

    @Bean
    EndpointColumns endpointColumns(EndpointSeals seals) {
        return new EndpointColumns(seals);
    }

    @Bean
    EndpointAllowance endpointAllowance(
            R2dbcEndpoints table,
            @Value("${posthorn.endpoints-per-application:" + EndpointAllowance.USUAL + "}") int usual) {
        return new EndpointAllowance(table, usual);
    }

    @Bean
    EndpointRules endpointRules(R2dbcEventTypes catalogue, EndpointAllowance allowance) {
        return new CatalogueRules(new KnownEventTypes(catalogue), allowance);
    }

    @Bean
    Endpoints endpoints(
            R2dbcEndpoints table,
            EndpointParts parts,
            EndpointRules rules,
            ConfigWriter config,
            IdGenerator ids,
            InstantSource clock) {
        return new Endpoints(table, parts, rules, config, ids, clock);
    }

    @Bean
    EndpointParts endpointParts(R2dbcEndpointSecrets secrets, R2dbcEndpointHeaders headers) {
        return new EndpointParts(secrets, headers);
    }

    @Bean
    EndpointHeaderChanges endpointHeaderChanges(
            Endpoints endpoints,
            R2dbcEndpoints table,
            R2dbcEndpointHeaders headers,
            ConfigWriter config,
            InstantSource clock) {
        return new EndpointHeaderChanges(endpoints, table, headers, config, clock);
    }

    @Bean
    Resealing resealing(R2dbcSealedRows table, Vault vault, EndpointSeals seals) {
        return new Resealing(table, vault, seals);
    }

    @Bean
    ResealingLifecycle resealingLifecycle(Resealing resealing) {
        return new ResealingLifecycle(resealing, Schedulers.parallel());
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
    Pauses pauses(R2dbcPauses table, ConfigWriter config, ApplicationSnapshot applications) {
        return new Pauses(table, config, applications);
    }

    @Bean
    EndpointHealth endpointHealth(R2dbcEndpointHealth table, Pauses pauses, InstantSource clock) {
        return new EndpointHealth(table, pauses, clock);
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
