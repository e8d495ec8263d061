package io.posthorn.ingest;

import io.posthorn.access.KnownCallers;
import io.posthorn.api.ProblemAnswers;
import io.posthorn.application.ApplicationDirectory;
import io.posthorn.deadline.DeadlineScheduler;
import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.MessageAppender;
import io.posthorn.ledger.NodeRoles;
import io.posthorn.postgres.StartRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
class IngestConfiguration {

    private static final Duration APPENDED_WITHIN = Duration.ofMinutes(5);

    @Bean
    Ingest ingest(
            MessageAppender appender,
            IdGenerator ids,
            IngestProperties properties,
            ObjectProvider<IngestListener> listener,
            NodeRoles roles,
            DeadlineScheduler deadlines) {
        return new Ingest(
                appender,
                ids,
                properties.acknowledgeWithin(),
                deadlines,
                listener.getIfAvailable(() -> IngestListener.NONE),
                roles.accepts());
    }

    @Bean
    Publisher publisher(
            MessageReader reader,
            ApplicationDirectory applications,
            Ingest ingest,
            ObjectProvider<IngestListener> listener) {
        return new Publisher(reader, applications, ingest, listener.getIfAvailable(() -> IngestListener.NONE));
    }

    @Bean
    PublishRoute publishRoute(
            KnownCallers callers,
            Publisher publisher,
            BatchPublisher batches,
            IngestProperties properties,
            TraceContext traces,
            ProblemAnswers problems,
            DeadlineScheduler deadlines) {
        return new PublishRoute(callers, publisher, batches, properties, traces, problems, deadlines);
    }

    @Bean
    TraceContext traceContext(@Value("${posthorn.tracing.propagate:false}") boolean propagate) {
        return new TraceContext(propagate);
    }

    /** Nobody waits for an answer here, and every append gets one: bringing it again early would only queue it twice. */
    @Bean
    EventIntake eventIntake(
            MessageReader reader,
            ApplicationDirectory applications,
            MessageAppender appender,
            IdGenerator ids,
            TraceContext traces,
            InstantSource clock,
            ObjectProvider<IngestListener> listener,
            DeadlineScheduler deadlines) {
        IngestListener heard = listener.getIfAvailable(() -> IngestListener.NONE);
        Ingest ingest = new Ingest(appender, ids, APPENDED_WITHIN, deadlines, heard, true);
        return new EventIntake(reader, applications, ingest, traces, clock);
    }

    @Bean
    BatchPublisher batchPublisher(Publisher publisher, IngestProperties properties) {
        return new BatchPublisher(publisher, properties.maxBodyBytes());
    }

    @Bean
    MessageReader messageReader(
            IngestProperties properties,
            InstantSource clock,
            @Value("${posthorn.retention-days:30}") int retentionDays) {
        Duration keptFor = Duration.ofDays(retentionDays);
        if (properties.maxDelay().compareTo(keptFor.dividedBy(2)) > 0) {
            throw new StartRefusedException(
                    "posthorn.ingest.max-delay is " + properties.maxDelay()
                            + ", but messages are kept for no longer than " + retentionDays + " days.",
                    "Set POSTHORN_INGEST_MAX_DELAY to at most half of POSTHORN_RETENTION_DAYS, or keep messages for"
                            + " longer.");
        }
        return new MessageReader(properties, clock);
    }
}
