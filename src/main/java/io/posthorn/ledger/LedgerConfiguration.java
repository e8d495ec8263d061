package io.posthorn.ledger;

import io.posthorn.endpoint.EndpointHealth;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.endpoint.OperationalListeners;
import io.posthorn.endpoint.Pauses;
import io.posthorn.postgres.DirectConnections;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LedgerProperties.class, NodeRoles.class})
class LedgerConfiguration {

    private final LedgerProperties properties;
    private final DirectConnections connections;
    private final CurrentNode node;
    private final CommitListener listener;
    private final SessionMark mark;
    private final ProcessorLoad load = ProcessorLoad.ofSystem();

    LedgerConfiguration(
            LedgerProperties properties,
            DirectConnections connections,
            CurrentNode node,
            SessionMark mark,
            ObjectProvider<CommitListener> listener) {
        this.properties = properties;
        this.connections = connections;
        this.node = node;
        this.mark = mark;
        this.listener = listener.getIfAvailable(() -> CommitListener.NONE);
    }

    @Bean
    AppendWriter appendWriter(Custodian custodian, InstantSource clock) {
        return new AppendWriter(node, custodian, new KeyClaims(properties.keysKeptFor(), clock));
    }

    @Bean
    GroupCommit<AppendWriter.Item, Appended> plainAppends(AppendWriter writer) {
        return commit(properties.appends("append", load, listener), writer);
    }

    @Bean
    GroupCommit<AppendWriter.Item, Appended> keyedAppends(AppendWriter writer) {
        return commit(properties.appends("keyed-append", load, listener), writer);
    }

    @Bean
    MessageAppender messageAppender(
            AppendWriter writer,
            GroupCommit<AppendWriter.Item, Appended> plainAppends,
            GroupCommit<AppendWriter.Item, Appended> keyedAppends) {
        return new MessageAppender(writer, plainAppends, keyedAppends);
    }

    @Bean
    GroupCommit<Outcome, Boolean> outcomes(OperationalListeners listeners) {
        return commit(
                properties.outcomes(listener),
                new OutcomeWriter(new DeliveryRows(node), new OutcomeNotices(listeners::hear)));
    }

    @Bean
    OutcomeRecorder outcomeRecorder(GroupCommit<Outcome, Boolean> outcomes) {
        return new OutcomeRecorder(outcomes);
    }

    @Bean
    GroupCommitLifecycle groupCommitLifecycle(List<GroupCommit<?, ?>> commits) {
        return new GroupCommitLifecycle(commits);
    }

    @Bean
    ExpiryLifecycle expiryLifecycle(Contents contents) {
        return new ExpiryLifecycle(contents, properties.expungeEvery(), Schedulers.parallel());
    }

    @Bean
    Claims claims(DatabaseClient database) {
        return new R2dbcClaims(database, node);
    }

    @Bean
    LedgerFigures.Sampler ledgerFigures(
            EndpointSnapshot endpoints, EndpointHealth health, Pauses pauses, InstantSource clock) {
        R2dbcFigures figures =
                new R2dbcFigures(new HeldReasons(endpoints, health, pauses)::of, clock, connections.eventLoop());
        return () -> figures.sample(connections);
    }

    private <I, R> GroupCommit<I, R> commit(GroupCommitSettings settings, GroupWriter<I, R> writer) {
        return new GroupCommit<>(
                settings,
                writer,
                new CommitConnection(connections, mark.named(settings.name())),
                node,
                connections.eventLoop(),
                Schedulers.parallel());
    }
}
