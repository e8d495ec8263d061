package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Two nodes end the last two deliveries of messages at the same moment, while both look for what is to be told. */
class NoticesIntegrationTests {

    private static final UUID ORGANIZATION = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    private static final UUID APP = LedgerStand.newId();
    private static final UUID ONE = LedgerStand.newId();
    private static final UUID OTHER = LedgerStand.newId();
    private static final int MESSAGES = 200;

    private final TestDatabase database = TestPostgres.freshDatabase();
    private final LedgerStand first = new LedgerStand(database, (_, _, _) -> true);
    private final LedgerStand second = new LedgerStand(database, (_, _, _) -> true);
    private final LedgerRows rows = new LedgerRows(database);
    private final Set<UUID> done = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void listen() {
        get(new Partitions(database.directConnections(), Duration.ofDays(1), Schedulers.parallel())
                .ensureAround(Duration.ofDays(1), Duration.ofDays(1)));
        Stream.of(ORGANIZATION, APP)
                .forEach(id ->
                        database.execute(("INSERT INTO application (id, organization_id, name, version, updated_at)"
                                        + " VALUES ('%s', '%s', 'a', 1, now())")
                                .formatted(id, ORGANIZATION)));
        database.execute(("INSERT INTO endpoint (id, application_id, url, version, updated_at)"
                        + " VALUES ('%s', '%s', 'http://localhost/', 1, now())")
                .formatted(LedgerStand.newId(), ORGANIZATION));
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void asksAfterTheResultOfAMessageUntilThereIsOne() {
        List<UUID> messages =
                Stream.generate(this::messageThatWaitsTwice).limit(MESSAGES).toList();
        Mono<Void> ends = Flux.merge(deliver(first, messages, ONE), deliver(second, messages, OTHER))
                .then();
        Mono<Void> looks = Flux.merge(look(), look()).repeat(60).then();

        get(Mono.when(ends, looks.subscribeOn(Schedulers.parallel())));
        get(look().repeat().takeUntil(taken -> taken == 0).then());

        assertThat(done).isEqualTo(new HashSet<>(messages));
        assertThat(database.ask("SELECT count(*) FROM notice")).isEqualTo("0");
    }

    private UUID messageThatWaitsTwice() {
        UUID message = rows.message(APP, Instant.now());
        rows.delivery(APP, message, ONE, 0, Instant.now());
        rows.delivery(APP, message, OTHER, 0, Instant.now());
        return message;
    }

    private static Flux<Boolean> deliver(LedgerStand node, List<UUID> messages, UUID endpoint) {
        return Flux.fromIterable(messages)
                .flatMap(
                        message -> node.recorder.record(
                                node.node,
                                new Outcome.OfDelivery(
                                        message,
                                        endpoint,
                                        APP,
                                        "a.b",
                                        null,
                                        new Disposition.Delivered(),
                                        1,
                                        Round.SCHEDULED,
                                        null,
                                        true,
                                        null)),
                        4);
    }

    private Mono<Integer> look() {
        ConnectionFactory connections = database.connectionFactory();
        DatabaseClient client = DatabaseClient.create(connections);
        Notices notices = new R2dbcNotices(
                client,
                new R2dbcStories(client),
                TransactionalOperator.create(new R2dbcTransactionManager(connections)),
                new StaticListableBeanFactory().getBeanProvider(Custodian.class));
        return notices.turn(50, this::remember).defaultIfEmpty(0);
    }

    private List<Notices.OperationalMessage> remember(List<Noticed> notices) {
        for (Noticed notice : notices) {
            Noticed.OfMessage message = notice.message();
            if (message != null && message.done() && notice.event().equals("message.completed")) {
                done.add(message.id());
            }
        }
        return List.of();
    }

    private static <T> T get(Mono<T> work) {
        return work.toFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
