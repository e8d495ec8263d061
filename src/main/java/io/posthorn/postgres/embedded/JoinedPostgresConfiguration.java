package io.posthorn.postgres.embedded;

import io.posthorn.postgres.StartRefusedException;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.io.IOException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The way to a server of our own kind that another process runs. */
@Configuration(proxyBeanMethods = false)
@Profile("embedded")
@Conditional(JoinsRunningServer.class)
@EnableConfigurationProperties(EmbeddedProperties.class)
class JoinedPostgresConfiguration {

    @Bean
    R2dbcConnectionDetails joinedConnectionDetails(EmbeddedProperties properties) {
        Cluster cluster = new Cluster(properties.dataDir().resolve("postgres"));
        try {
            ConnectionFactoryOptions options = ConnectionFactoryOptions.builder()
                    .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                    .option(ConnectionFactoryOptions.HOST, "127.0.0.1")
                    .option(ConnectionFactoryOptions.PORT, new PostmasterFile(cluster.postmasterFile()).port())
                    .option(ConnectionFactoryOptions.DATABASE, Cluster.DATABASE)
                    .option(ConnectionFactoryOptions.USER, Cluster.USER)
                    .option(ConnectionFactoryOptions.PASSWORD, cluster.password())
                    .build();
            return () -> options;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "A Posthorn is using " + properties.dataDir() + ", but its database cannot be found: "
                            + e.getMessage() + ".",
                    "Wait until it has started, then try again.",
                    e);
        }
    }
}
