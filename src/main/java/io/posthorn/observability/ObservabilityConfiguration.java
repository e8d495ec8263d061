package io.posthorn.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.posthorn.access.KeyEnds;
import io.posthorn.endpoint.EndpointHealth;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.endpoint.Pauses;
import io.posthorn.ingest.TopicFigures;
import io.posthorn.ledger.LedgerFigures;
import io.posthorn.pipeline.PipelineFigures;
import io.posthorn.postgres.DatabasePulse;
import io.posthorn.postgres.StartRefusedException;
import io.posthorn.throttle.Lanes;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MetricsProperties.class)
class ObservabilityConfiguration {

    /** Figures need no key, so they are never where customers can reach them. */
    ObservabilityConfiguration(Environment environment) {
        if (ManagementPortType.get(environment) == ManagementPortType.SAME) {
            throw new StartRefusedException(
                    "Figures and probes would be open to everybody who reaches the API: they share its port.",
                    "Set MANAGEMENT_SERVER_PORT to a port of its own, or to -1 for none.");
        }
    }

    @Bean
    IngestMeters ingestMeters(MeterRegistry registry) {
        return new IngestMeters(registry);
    }

    @Bean
    AttemptMeters attemptMeters(MeterRegistry registry) {
        return new AttemptMeters(registry);
    }

    @Bean
    CommitMeters commitMeters(MeterRegistry registry) {
        return new CommitMeters(registry);
    }

    @Bean
    NodeGauges nodeGauges(
            PipelineFigures pipeline, Lanes lanes, EndpointSnapshot endpoints, EndpointHealth health, Pauses pauses) {
        return new NodeGauges(pipeline, lanes, endpoints, health, pauses);
    }

    @Bean
    TopicMeters topicMeters(ObjectProvider<TopicFigures> topics) {
        return new TopicMeters(topics);
    }

    @Bean
    DatabaseFigures databaseFigures(LedgerFigures.Sampler sampler, KeyEnds keys, InstantSource clock) {
        return new DatabaseFigures(sampler, keys, clock);
    }

    @Bean
    DatabaseGauges databaseGauges(DatabaseFigures figures, MetricsProperties properties) {
        return new DatabaseGauges(figures, properties.disk());
    }

    @Bean
    FiguresLifecycle figuresLifecycle(DatabaseFigures figures, MetricsProperties properties) {
        return new FiguresLifecycle(figures, properties.sampleEvery(), Schedulers.parallel());
    }

    @Bean
    LedgerHealth ledgerHealthIndicator(DatabasePulse pulse) {
        return new LedgerHealth(pulse);
    }
}
