package io.posthorn.postgres;

import io.r2dbc.spi.ConnectionFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.util.StringUtils;

/**
 * Ties the knots that the container cannot see: connections come after the migration, which comes after the server.
 * It destroys in the opposite order, so a server of our own stops when its last user has.
 */
final class ConnectionsAfterMigration implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        String[] details = beans.getBeanNamesForType(R2dbcConnectionDetails.class, true, false);
        tie(beans, "databaseTarget", details);
        Arrays.stream(beans.getBeanNamesForType(ConnectionFactory.class, true, false))
                .forEach(connections -> tie(beans, connections, "schemaMigration"));
    }

    private static void tie(ConfigurableListableBeanFactory beans, String later, String... earlier) {
        BeanDefinition definition = beans.getBeanDefinition(later);
        definition.setDependsOn(Stream.concat(words(definition.getDependsOn()), words(earlier))
                .distinct()
                .toArray(String[]::new));
    }

    private static Stream<String> words(String @Nullable [] words) {
        return words == null ? Stream.empty() : Arrays.stream(StringUtils.trimArrayElements(words));
    }
}
