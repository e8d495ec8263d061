package io.posthorn;

import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** A second node on the database of a test's own one. */
public final class OtherNode implements AutoCloseable {

    private static final String[] SHARED = {
        "spring.r2dbc.url",
        "spring.r2dbc.username",
        "spring.r2dbc.password",
        "posthorn.admin-key",
        "posthorn.master-keys",
    };

    private final ConfigurableApplicationContext context;

    private OtherNode(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts it, with these properties of the first one besides those that every node of a database shares. */
    public static OtherNode of(Environment first, String... properties) {
        Stream<String> said = Stream.concat(Arrays.stream(SHARED), Arrays.stream(properties))
                .map(name -> "--" + name + "=" + first.getRequiredProperty(name));
        String[] arguments = Stream.concat(Stream.of("--server.port=0", "--management.server.port=0"), said)
                .toArray(String[]::new);
        return new OtherNode(new SpringApplicationBuilder(PosthornApplication.class)
                .profiles("server")
                .run(arguments));
    }

    /** A client of it. */
    public ApiClient api() {
        return ApiClient.of(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    @Override
    public void close() {
        context.close();
    }
}
