package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.support.GenericApplicationContext;

class ConnectionsAfterMigrationTests {

    private static final ConnectionFactoryOptions OPTIONS =
            ConnectionFactoryOptions.parse("r2dbc:postgresql://user@db/x");

    private final List<String> order = new ArrayList<>();

    @Test
    void makesConnectionsAfterMigrationAndMigrationAfterTheServer() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.addBeanFactoryPostProcessor(new ConnectionsAfterMigration());
            // Defined the wrong way round, so that only the ties can put them right.
            define(context, "pool", ConnectionFactory.class, () -> ConnectionFactories.get(OPTIONS));
            define(context, "schemaMigration", Object.class, () -> {
                context.getBean("databaseTarget");
                return new Object();
            });
            define(context, "databaseTarget", Object.class, Object::new);
            define(context, "details", R2dbcConnectionDetails.class, () -> () -> OPTIONS);
            context.refresh();
        }

        assertThat(order).containsExactly("details", "databaseTarget", "schemaMigration", "pool");
    }

    private <T> void define(GenericApplicationContext context, String name, Class<T> type, Supplier<T> supplier) {
        context.registerBeanDefinition(
                name,
                BeanDefinitionBuilder.genericBeanDefinition(type, () -> {
                            T bean = supplier.get();
                            order.add(name);
                            return bean;
                        })
                        .getBeanDefinition());
    }
}
