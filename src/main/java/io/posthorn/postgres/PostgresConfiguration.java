package io.posthorn.postgres;

import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import reactor.netty.resources.LoopResources;

/** Boot makes the pool and its client from {@code spring.r2dbc.*}; here is what it does not do. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PostgresProperties.class)
class PostgresConfiguration {

    @Bean
    static ConnectionsAfterMigration connectionsAfterMigration() {
        return new ConnectionsAfterMigration();
    }

    @Bean
    LoopsWithHandler poolLoops(PostgresProperties properties) {
        return new LoopsWithHandler(
                LoopResources.create("posthorn-pool"), () -> new AnswerWatch(properties.answerWithin()));
    }

    @Bean
    ConnectionFactoryOptionsBuilderCustomizer connectionDefaults(LoopsWithHandler poolLoops) {
        return builder -> {
            ConnectionDefaults.addTo(builder);
            builder.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES, poolLoops);
        };
    }

    @Bean
    DatabaseTarget databaseTarget(
            ObjectProvider<R2dbcConnectionDetails> details, PostgresProperties properties, Environment environment) {
        return DatabaseTarget.of(
                details.getIfAvailable(), properties, environment.acceptsProfiles(Profiles.of("embedded")));
    }

    @Bean
    SchemaMigration schemaMigration(DatabaseTarget target, PostgresProperties properties) {
        SchemaMigration migration = new SchemaMigration(target, properties.migrate());
        migration.run(properties.patience());
        return migration;
    }

    @Bean
    DatabaseExamination databaseExamination(DatabaseTarget target, InstantSource clock) {
        return new DatabaseExamination(target, clock);
    }

    @Bean
    DirectConnections directConnections(DatabaseTarget target, SchemaMigration migrated) {
        return new R2dbcDirectConnections(target.options());
    }

    @Bean
    DatabasePulse databasePulse(DirectConnections connections) {
        return new R2dbcPulse(connections.open("health"));
    }
}
