package io.posthorn.postgres;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Boot makes the pool and its client from {@code spring.r2dbc.*}; here is what it does not do. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PostgresProperties.class)
class PostgresConfiguration {

    @Bean
    static ConnectionsAfterMigration connectionsAfterMigration() {
        return new ConnectionsAfterMigration();
    }

    @Bean
    ConnectionFactoryOptionsBuilderCustomizer connectionDefaults() {
        return ConnectionDefaults::addTo;
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
    DirectConnections directConnections(DatabaseTarget target, SchemaMigration migrated) {
        return new R2dbcDirectConnections(target.options());
    }

    @Bean
    DatabasePulse databasePulse(DirectConnections connections) {
        return new R2dbcPulse(connections.open("health"));
    }
}
