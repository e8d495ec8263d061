package io.posthorn.endpoint;

import io.posthorn.application.ApplicationSnapshot;
import io.posthorn.application.ConfigWriter;
import io.posthorn.application.OperationalApplications;
import io.posthorn.id.IdGenerator;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The same machinery that applications' endpoints have, with other rules and other names in the audit trail. */
@Configuration(proxyBeanMethods = false)
class OperationalConfiguration {

    private final R2dbcEndpoints table;
    private final R2dbcEndpointSecrets secrets;
    private final R2dbcEndpointHeaders headers;
    private final ConfigWriter config;
    private final IdGenerator ids;
    private final InstantSource clock;

    OperationalConfiguration(
            R2dbcEndpoints table,
            R2dbcEndpointSecrets secrets,
            R2dbcEndpointHeaders headers,
            ConfigWriter config,
            IdGenerator ids,
            InstantSource clock) {
        this.table = table;
        this.secrets = secrets;
        this.headers = headers;
        this.config = new OperationalChanges(config);
        this.ids = ids;
        this.clock = clock;
    }

    @Bean
    OrganizationEndpoints organizationEndpoints(
            OperationalApplications applications, EndpointReader reader, EndpointHealth health) {
        Endpoints endpoints = new Endpoints(
                table, new EndpointParts(secrets, headers), new OperationalRules(table), config, ids, clock);
        return new OrganizationEndpoints(
                applications,
                endpoints,
                new EndpointSecrets(endpoints, table, secrets, config, ids, clock),
                new EndpointHeaderChanges(endpoints, table, headers, config, clock),
                reader,
                health);
    }

    @Bean
    OperationalListeners operationalListeners(ApplicationSnapshot applications, EndpointSnapshot endpoints) {
        return new OperationalListeners(applications, endpoints);
    }
}
