package io.posthorn.ingest.kafka;

import static org.springframework.http.HttpStatus.CREATED;

import io.posthorn.ApiClient;
import io.posthorn.PosthornApplication;
import io.posthorn.ingest.TopicFigures;
import io.posthorn.kafka.TestKafka;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import io.posthorn.receiver.ScriptedReceiver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Nodes on one database that read one Kafka, and a receiver; everything ends with it. */
final class KafkaScene implements AutoCloseable {

    final TestKafka kafka;
    final TestDatabase database;
    final ScriptedReceiver receiver = ScriptedReceiver.start();
    final String deadLetters;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

    KafkaScene() {
        this(TestKafka.shared(), TestPostgres.freshDatabase());
    }

    KafkaScene(TestKafka kafka, TestDatabase database) {
        this.kafka = kafka;
        this.database = database;
        this.deadLetters = kafka.newTopic("dead", 1);
        set("server.port", 0);
        set("management.server.port", 0);
        set("spring.r2dbc.url", database.r2dbcUrl());
        set("spring.r2dbc.username", database.user());
        set("spring.r2dbc.password", database.password());
        set("posthorn.admin-key", FreshDatabaseInitializer.ADMIN_KEY);
        set("posthorn.master-keys", FreshDatabaseInitializer.MASTER_KEYS);
        set("posthorn.egress.allowed-networks", "127.0.0.0/8");
        set("posthorn.kafka.bootstrap-servers", kafka.brokers());
        set("posthorn.kafka.group-id", group());
        set("posthorn.kafka.dead-letter-topic", deadLetters);
        set("posthorn.kafka.commit-every", "100ms");
    }

    /** The group that its nodes are members of. */
    String group() {
        return "group-of-" + deadLetters;
    }

    /** A setting of the nodes to come. */
    KafkaScene set(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    /** Starts a node. */
    ConfigurableApplicationContext node() {
        ConfigurableApplicationContext node = new SpringApplicationBuilder(PosthornApplication.class)
                .profiles("server")
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("scene", settings)))
                .run();
        nodes.add(node);
        return node;
    }

    /** A client of the node. */
    static ApiClient api(ConfigurableApplicationContext node) {
        return ApiClient.of(node.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    /** How the node's reading goes. */
    static TopicFigures figures(ConfigurableApplicationContext node) {
        return node.getBean(TopicFigures.class);
    }

    /** Makes an application of this uid with an endpoint at the receiver's path of the same name. */
    void application(String uid) {
        ApiClient api = api(nodes.getLast());
        api.post("/api/v1/app", Map.of("name", uid, "uid", uid), CREATED);
        api.post("/api/v1/app/" + uid + "/endpoint", Map.of("url", receiver.url("/" + uid)), CREATED);
    }

    /** How many messages there are. */
    long messages() {
        return Long.parseLong(database.ask("SELECT count(*) FROM message"));
    }

    @Override
    public void close() {
        nodes.reversed().forEach(ConfigurableApplicationContext::close);
        receiver.close();
    }
}
