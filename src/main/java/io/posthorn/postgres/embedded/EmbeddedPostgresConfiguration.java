package io.posthorn.postgres.embedded;

import io.posthorn.postgres.DataDirectory;
import io.posthorn.postgres.StartRefusedException;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** Brings the database along. */
@Configuration(proxyBeanMethods = false)
@Profile("embedded")
@Conditional(JoinsRunningServer.Not.class)
@EnableConfigurationProperties(EmbeddedProperties.class)
class EmbeddedPostgresConfiguration {

    @Bean
    DataDirectory dataDirectory(EmbeddedProperties properties, Environment environment) {
        if (environment.containsProperty("spring.r2dbc.url")) {
            throw new StartRefusedException(
                    "Profile embedded brings its own PostgreSQL, yet SPRING_R2DBC_URL names another.",
                    "Remove one of the two: the profile to use the server at that URL, the URL to use our own.");
        }
        return DataDirectory.open(properties.dataDir());
    }

    @Bean
    EmbeddedPostgres embeddedPostgres(DataDirectory data, EmbeddedProperties properties) {
        return EmbeddedPostgres.start(data, properties.programs(), ServerSettings.safe());
    }

    @Bean
    R2dbcConnectionDetails embeddedConnectionDetails(EmbeddedPostgres server) {
        ConnectionFactoryOptions options = ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                .option(ConnectionFactoryOptions.HOST, "127.0.0.1")
                .option(ConnectionFactoryOptions.PORT, server.port())
                .option(ConnectionFactoryOptions.DATABASE, server.database())
                .option(ConnectionFactoryOptions.USER, server.user())
                .option(ConnectionFactoryOptions.PASSWORD, server.password())
                .build();
        return () -> options;
    }
}
