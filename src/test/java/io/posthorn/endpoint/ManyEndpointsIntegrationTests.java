package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.access.DefaultOrganization;
import io.posthorn.application.ConfigReplica;
import io.posthorn.postgres.Columns;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import io.posthorn.vault.Vault;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ManyEndpointsIntegrationTests {

    private static final UUID BIG = UUID.fromString("019a0000-0000-7000-8000-00000000ffff");

    private final TestDatabase database = TestPostgres.freshDatabase();
    private final R2dbcEndpointChanges table = new R2dbcEndpointChanges(
            database.client(), new EndpointColumns(new EndpointSeals(Vault.of(FreshDatabaseInitializer.MASTER_KEYS))));
    private final EndpointCopy copy = new EndpointCopy(table);

    @Test
    void loadsPageByPageAndThenOnlyWhatChanged() {
        insertApplications();
        insertEndpoints();

        load(0);
        assertThat(copy.matching(BIG, "type.1711", List.of())).hasSize(1);
        assertThat(copy.matching(BIG, "type.none", List.of())).isEmpty();
        assertThat(IntStream.rangeClosed(1, 300)
                        .map(i ->
                                copy.matching(application(i), "any", List.of()).size())
                        .sum())
                .isEqualTo(3_000);

        database.execute("UPDATE endpoint SET version = 3, url = 'https://changed.example/'"
                + " WHERE application_id = '" + BIG + "' AND event_types = '{type.1711}'");
        assertThat(changesSince(2)).isEqualTo(1);
        load(2);
        assertThat(copy.matching(BIG, "type.1711", List.of()))
                .extracting(endpoint -> endpoint.url().getHost())
                .containsExactly("changed.example");

        database.execute("UPDATE application SET version = 4, deleted_at = now() WHERE id = '" + BIG + "'");
        assertThat(changesSince(3)).isZero();
        load(3);
        assertThat(copy.matching(BIG, "type.1711", List.of())).isEmpty();
        assertThat(copy.matching(application(7), "any", List.of())).hasSize(10);
    }

    @Test
    void missesNothingThatChangesWhileItLoads() {
        insertApplications();
        insertEndpoints();
        ConfigReplica replica = new ConfigReplica(
                () -> Mono.fromCallable(() -> Long.parseLong(database.ask("SELECT version FROM config_version"))),
                List.of(copy),
                Schedulers.parallel());

        Mono<Void> changing =
                Flux.range(0, 100).doOnNext(this::changeSome).then().subscribeOn(Schedulers.boundedElastic());
        Mono<Void> loading = replica.catchUp().repeat(20).then();
        Mono.when(changing, loading).as(StepVerifier::create).verifyComplete();
        replica.catchUp().as(StepVerifier::create).verifyComplete();

        assertThat(replica.version()).isEqualTo(101);
        assertThat(outdated()).isEmpty();
    }

    private void changeSome(int round) {
        database.execute("""
                WITH raised AS (UPDATE config_version SET version = version + 1 RETURNING version)
                UPDATE endpoint SET version = raised.version FROM raised
                WHERE get_byte(uuid_send(id), 15) IN (%d, %d)
                """.formatted(round, 255 - round));
    }

    private List<UUID> outdated() {
        return database.client()
                .sql("SELECT id, version FROM endpoint")
                .map(row ->
                        new Row(Columns.required(row, "id", UUID.class), Columns.required(row, "version", Long.class)))
                .all()
                .filter(row -> copy.find(row.id())
                        .filter(endpoint -> endpoint.version() == row.version())
                        .isEmpty())
                .map(Row::id)
                .collectList()
                .toFuture()
                .join();
    }

    private record Row(UUID id, long version) {}

    private void load(long since) {
        copy.load(since).as(StepVerifier::create).verifyComplete();
    }

    private long changesSince(long version) {
        AtomicLong changes = new AtomicLong();
        table.since(version)
                .doOnNext(page -> changes.addAndGet(page.size()))
                .then()
                .as(StepVerifier::create)
                .verifyComplete();
        return changes.get();
    }

    private static UUID application(int number) {
        return UUID.fromString("019a0000-0000-7000-8000-%012x".formatted(number));
    }

    private void insertApplications() {
        database.execute("""
                INSERT INTO application (id, organization_id, name, version, updated_at)
                SELECT ('019a0000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '%s'::uuid, 'A', 2, now()
                FROM generate_series(1, 300) i
                UNION ALL SELECT '%s'::uuid, '%s'::uuid, 'Big', 2, now()
                """.formatted(DefaultOrganization.ID, BIG, DefaultOrganization.ID));
    }

    /** 10 in each of 300 applications, and 2,000 in one. */
    private void insertEndpoints() {
        database.execute("""
                INSERT INTO endpoint (id, application_id, url, event_types, version, updated_at)
                SELECT ('019a0000-0000-7000-9000-' || lpad(to_hex(i), 12, '0'))::uuid,
                       ('019a0000-0000-7000-8000-'
                        || lpad(to_hex(CASE WHEN i <= 2000 THEN 65535 ELSE 1 + i % 300 END), 12, '0'))::uuid,
                       'https://example.com/hook', CASE WHEN i <= 2000 THEN ARRAY['type.' || i] END, 2, now()
                FROM generate_series(1, 5000) i
                """);
        database.execute("INSERT INTO endpoint_secret (id, endpoint_id, key)"
                + " SELECT id, id, decode(repeat('ab', 32), 'hex') FROM endpoint");
        database.execute("ANALYZE");
    }
}
