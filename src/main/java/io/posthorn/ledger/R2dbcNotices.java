package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** The table of notices. What is written in their place belongs to nobody yet and is claimed like all such messages. */
@Component
final class R2dbcNotices implements Notices {

    /** What is not heard any more, or happened to an operational message, is taken out and goes no further. */
    private static final String TAKE = """
            WITH taken AS (
              DELETE FROM notice
              WHERE id = ANY(ARRAY(SELECT id FROM notice ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED))
              RETURNING id, kind, app_id, message_id, endpoint_id, attempt_id, detail, at)
            SELECT taken.id, kind, app_id, message_id, endpoint_id, attempt_id, detail::text AS detail, at,
                   organization_id, uid,
                   coalesce(application.id <> organization_id AND is_heard(organization_id, kind), false) AS heard
            FROM taken LEFT JOIN application ON application.id = app_id ORDER BY taken.id""";

    private static final String WRITE = """
            WITH told AS (
              SELECT * FROM unnest(:ids::uuid[], :organizations::uuid[], :types::text[], :events::text[], :bodies::text[])
                AS told (id, organization_id, event_type, event_id, body)),
            written AS (
              INSERT INTO message (id, app_id, event_type, event_id, channels, tags, payload)
              SELECT id, organization_id, event_type, event_id, '{}', '{}', convert_to(body, 'UTF8') FROM told)
            INSERT INTO pending (message_id) SELECT id FROM told""";

    private final DatabaseClient database;
    private final R2dbcStories stories;
    private final TransactionalOperator transactions;
    private final ObjectProvider<Custodian> custodian;
    private final CrashPoints crashPoints = CrashPoints.current();

    R2dbcNotices(
            DatabaseClient database,
            R2dbcStories stories,
            TransactionalOperator transactions,
            ObjectProvider<Custodian> custodian) {
        this.database = database;
        this.stories = stories;
        this.transactions = transactions;
        this.custodian = custodian;
    }

    @Override
    public Mono<Integer> turn(int limit, Function<List<Noticed>, List<OperationalMessage>> wording) {
        return transactions
                .transactional(Mono.defer(() -> take(limit).flatMap(taken -> write(taken, wording))))
                .doOnNext(_ -> custodian.ifAvailable(Custodian::unownedCommitted));
    }

    private Mono<List<Row>> take(int limit) {
        return database.sql(TAKE)
                .bind("limit", limit)
                .map(R2dbcNotices::row)
                .all()
                .collectList()
                .filter(taken -> !taken.isEmpty());
    }

    private Mono<Integer> write(List<Row> taken, Function<List<Noticed>, List<OperationalMessage>> wording) {
        List<Row> heard = taken.stream().filter(Row::heard).toList();
        return stories.read(present(heard, Row::messageId), present(heard, Row::attemptId))
                .map(known ->
                        wording.apply(heard.stream().map(row -> row.told(known)).toList()))
                .flatMap(messages -> messages.isEmpty() ? Mono.empty() : append(messages))
                .doOnSuccess(_ -> crashPoints.pass("notice.written"))
                .thenReturn(taken.size());
    }

    private static List<UUID> present(List<Row> rows, Function<Row, @Nullable UUID> value) {
        return rows.stream().map(value).filter(Objects::nonNull).toList();
    }

    private Mono<Void> append(List<OperationalMessage> messages) {
        return database.sql(WRITE)
                .bind("ids", messages.stream().map(OperationalMessage::id).toArray(UUID[]::new))
                .bind(
                        "organizations",
                        messages.stream()
                                .map(OperationalMessage::organizationId)
                                .toArray(UUID[]::new))
                .bind("types", texts(messages, OperationalMessage::eventType))
                .bind("events", texts(messages, OperationalMessage::eventId))
                .bind("bodies", texts(messages, OperationalMessage::body))
                .then();
    }

    private static String[] texts(List<OperationalMessage> messages, Function<OperationalMessage, String> value) {
        return messages.stream().map(value).toArray(String[]::new);
    }

    private static Row row(Readable row) {
        boolean heard = Columns.required(row, "heard", Boolean.class);
        UUID application = Columns.required(row, "app_id", UUID.class);
        return new Row(
                new Noticed(
                        Columns.required(row, "id", Long.class),
                        Columns.required(row, "kind", String.class),
                        heard ? Columns.required(row, "organization_id", UUID.class) : application,
                        application,
                        row.get("uid", String.class),
                        row.get("endpoint_id", UUID.class),
                        row.get("detail", String.class),
                        Columns.required(row, "at", Instant.class),
                        null,
                        null,
                        List.of()),
                heard,
                row.get("message_id", UUID.class),
                row.get("attempt_id", UUID.class));
    }

    /** A notice as its row has it. */
    private record Row(
            Noticed bare,
            boolean heard,
            @Nullable UUID messageId,
            @Nullable UUID attemptId) {

        Noticed told(R2dbcStories.Known known) {
            Map<UUID, Noticed.OfEndpoint> each =
                    messageId == null ? Map.of() : known.deliveries().getOrDefault(messageId, Map.of());
            return new Noticed(
                    bare.number(),
                    bare.event(),
                    bare.organizationId(),
                    bare.applicationId(),
                    bare.applicationUid(),
                    bare.endpointId(),
                    bare.detail(),
                    bare.at(),
                    messageId == null ? null : known.messages().get(messageId),
                    attempt(known, each),
                    List.copyOf(each.values()));
        }

        private Noticed.@Nullable OfAttempt attempt(R2dbcStories.Known known, Map<UUID, Noticed.OfEndpoint> each) {
            if (attemptId != null) {
                return known.attempts().get(attemptId);
            }
            Noticed.OfEndpoint delivery = bare.endpointId() == null ? null : each.get(bare.endpointId());
            return delivery == null ? null : delivery.last();
        }
    }
}
