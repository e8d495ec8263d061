package io.posthorn.ingest.kafka;

import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Brokers are named, and accepting messages is among what this node does. */
final class ReadsTopics implements Condition {

    private static final String INGEST = "ingest";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return environment.containsProperty("posthorn.kafka.bootstrap-servers")
                && Binder.get(environment)
                        .bind("posthorn.roles", Bindable.setOf(String.class))
                        .orElse(Set.of(INGEST))
                        .stream()
                        .anyMatch(INGEST::equalsIgnoreCase);
    }
}
