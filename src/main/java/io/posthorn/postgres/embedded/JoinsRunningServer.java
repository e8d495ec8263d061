package io.posthorn.postgres.embedded;

import io.posthorn.postgres.DataDirectory;
import java.nio.file.Path;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** A command that is run beside a Posthorn on the same data uses the server which that one has started. */
class JoinsRunningServer implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return environment.getProperty("posthorn.command", Boolean.class, false)
                && DataDirectory.isInUse(Path.of(environment.getProperty("posthorn.embedded.data-dir", "./data")));
    }

    /** Everybody else starts a server. */
    static final class Not extends JoinsRunningServer {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !super.matches(context, metadata);
        }
    }
}
