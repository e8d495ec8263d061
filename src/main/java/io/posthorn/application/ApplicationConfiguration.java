package io.posthorn.application;

import io.posthorn.access.ApplicationNames;
import io.posthorn.access.AuditTrail;
import io.posthorn.access.PortalTokens;
import io.posthorn.egress.TargetLists;
import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.DirectConnections;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class ApplicationConfiguration {

    @Bean
    ConfigReplica configReplica(R2dbcConfigVersion version, List<ConfigReplica.Part> parts) {
        return new ConfigReplica(version::read, parts, Schedulers.parallel());
    }

    @Bean
    ConfigWriter configWriter(
            R2dbcConfigVersion version, TransactionalOperator transactions, ConfigReplica replica, AuditTrail audit) {
        return new R2dbcConfigWriter(version, transactions, replica, audit);
    }

    @Bean
    ConfigChangesLifecycle configChangesLifecycle(ConfigReplica replica, DirectConnections connections) {
        return new ConfigChangesLifecycle(
                replica, new R2dbcConfigListener(connections, Schedulers.parallel()), Schedulers.parallel());
    }

    @Bean
    ApplicationCopy applicationCopy(R2dbcApplicationChanges table) {
        return new ApplicationCopy(table);
    }

    @Bean
    ApplicationDirectory applicationDirectory(
            ApplicationCopy copy, R2dbcApplications table, Applications applications) {
        return new ReplicatedDirectory(copy, table, applications);
    }

    @Bean
    Applications applications(
            R2dbcApplications table, ConfigWriter config, AuditTrail audit, IdGenerator ids, InstantSource clock) {
        return new Applications(table, config, audit, ids, clock);
    }

    @Bean
    OperationalApplications operationalApplications(
            R2dbcApplications table, ApplicationCopy copy, ConfigWriter config, InstantSource clock) {
        return new OperationalApplications(table, copy, config, clock);
    }

    @Bean
    ApplicationNames applicationNames(ApplicationDirectory applications) {
        return (caller, names) -> Flux.fromIterable(names)
                .concatMap(name -> applications.require(caller, name), 1)
                .map(Application::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Bean
    Organizations organizations(R2dbcOrganizations table, ConfigWriter config, IdGenerator ids) {
        return new Organizations(table, config, ids);
    }

    @Bean
    ListedTargets listedTargets(R2dbcListedTargets table, ConfigWriter config, IdGenerator ids) {
        return new ListedTargets(table, config, ids);
    }

    @Bean
    ListedTargetsCopy listedTargetsCopy(R2dbcListedTargets table, TargetLists lists) {
        return new ListedTargetsCopy(table, lists);
    }

    @Bean
    PortalAccess portalAccess(
            ApplicationDirectory applications,
            ApplicationNames names,
            PortalTokens tokens,
            @Value("${posthorn.public-url:}") String publicUrl,
            Environment environment) {
        return new PortalAccess(
                applications, names, tokens, () -> publicUrl.isBlank() ? local(environment) : publicUrl);
    }

    /** The port is known once the server listens, and no link is made before. */
    private static String local(Environment environment) {
        String port = environment.getProperty("local.server.port", environment.getProperty("server.port", "8080"));
        return "http://localhost:" + port;
    }
}
