package io.posthorn.application;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.DirectConnections;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class ApplicationConfiguration {

    @Bean
    ConfigReplica configReplica(R2dbcConfigVersion version, List<ConfigReplica.Part> parts) {
        return new ConfigReplica(version::read, parts, Schedulers.parallel());
    }

    @Bean
    ConfigWriter configWriter(R2dbcConfigVersion version, TransactionalOperator transactions, ConfigReplica replica) {
        return new R2dbcConfigWriter(version, transactions, replica);
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
    Applications applications(R2dbcApplications table, ConfigWriter config, IdGenerator ids, InstantSource clock) {
        return new Applications(table, config, ids, clock);
    }
}
