package io.posthorn.postgres;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives an application context a fresh database and an admin key, as an operator's environment would. The test finds
 * its {@link TestDatabase} as a bean.
 */
public final class FreshDatabaseInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** The admin key of every context made like this. */
    public static final String ADMIN_KEY = "ph_admin_0123456789abcdefghijABCDEFGHIJ0123";

    /** The master keys of every context made like this. */
    public static final String MASTER_KEYS = "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestDatabase database = TestPostgres.freshDatabase();
        context.getBeanFactory().registerSingleton("testDatabase", database);
        ConfigurableEnvironment environment = context.getEnvironment();
        environment.setActiveProfiles("server");
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "freshDatabase",
                        Map.of(
                                "spring.r2dbc.url", database.r2dbcUrl(),
                                "spring.r2dbc.username", database.user(),
                                "spring.r2dbc.password", database.password(),
                                "posthorn.admin-key", ADMIN_KEY,
                                "posthorn.master-keys", MASTER_KEYS)));
    }
}
