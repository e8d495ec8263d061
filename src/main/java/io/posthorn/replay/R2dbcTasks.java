package io.posthorn.replay;

import io.posthorn.access.Caller;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Selection;
import io.posthorn.replay.BackgroundTask.Delivery;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Background tasks in their table. */
@Component
final class R2dbcTasks implements Tasks {

    private static final String INSERT = """
            INSERT INTO background_task (id, organization_id, kind, application_id, endpoint_id, status, first_id, end_id,
              event_types, channel, tag, wanted_status, code_class, handled, per_second, reached, created_by,
              created_at, updated_at, next_at, request_key, message_ids, endpoint_ids)
            VALUES (:id, :organization, :kind, :application, :endpoint, 'running', :first, :end,
              :types, :channel, :tag, :status, :codes, :handled, :rate, :reached, :by, now(), now(), now(), :key, :messages, :endpoints)
            ON CONFLICT (organization_id, request_key) WHERE request_key IS NOT NULL DO NOTHING""";
    private static final String BY_REQUEST =
            "SELECT * FROM background_task WHERE organization_id = :organization AND request_key = :key";
    private static final String VISIBLE = """
            SELECT * FROM background_task
            WHERE organization_id = :organization AND (:all OR application_id = ANY(:applications))""";
    private static final String LOCK_NEXT = """
            SELECT * FROM background_task WHERE status = 'running' AND next_at <= now()
            ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED""";
    private static final String ADVANCE = """
            UPDATE background_task
            SET reached = :reached, looked_at = looked_at + :looked, done = done + :done, updated_at = now(),
                next_at = clock_timestamp() + :pause * interval '1 millisecond'
            WHERE id = :id""";
    private static final String END = """
            UPDATE background_task SET status = :status, reason = :reason, updated_at = now()
            WHERE id = :id AND status = 'running'""";
    private static final String REMOVE_ENDED = """
            DELETE FROM background_task WHERE id IN (
              SELECT id FROM background_task
              WHERE status <> 'running' AND updated_at < now() - :seconds * interval '1 second'
              LIMIT 5000 FOR UPDATE SKIP LOCKED)""";

    private final DatabaseClient database;

    R2dbcTasks(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<BackgroundTask> create(BackgroundTask task, @Nullable String requestKey) {
        Selection selection = task.selection();
        return database.sql(INSERT)
                .bind("id", task.id())
                .bind("organization", task.organizationId())
                .bind("kind", task.kind().text())
                .bind("application", selection.applicationId())
                .bind("endpoint", orNull(UUID.class, selection.endpointId()))
                .bind("first", selection.first())
                .bind("end", selection.end())
                .bind("types", selection.eventTypes().toArray(String[]::new))
                .bind("channel", orNull(String.class, selection.channel()))
                .bind("tag", orNull(String.class, selection.tag()))
                .bind("status", orNull(Integer.class, R2dbcTaskRow.number(selection.status())))
                .bind("codes", orNull(Integer.class, selection.codeClass()))
                .bind("handled", orNull(Boolean.class, selection.handled()))
                .bind("rate", orNull(Integer.class, task.perSecond()))
                .bind("reached", task.reached())
                .bind("by", task.createdBy())
                .bind("key", orNull(String.class, requestKey))
                .bind("messages", orNull(UUID[].class, R2dbcTaskRow.list(task.named(), Delivery::messageId)))
                .bind("endpoints", orNull(UUID[].class, R2dbcTaskRow.list(task.named(), Delivery::endpointId)))
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows > 0 ? Mono.just(task) : byRequest(task, requestKey));
    }

    private Mono<BackgroundTask> byRequest(BackgroundTask task, @Nullable String requestKey) {
        return database.sql(BY_REQUEST)
                .bind("organization", task.organizationId())
                .bind("key", orNull(String.class, requestKey))
                .map(R2dbcTaskRow::read)
                .one();
    }

    @Override
    public Mono<BackgroundTask> find(Caller caller, UUID id) {
        return database.sql(VISIBLE + " AND id = :id")
                .bindValues(tenant(caller))
                .bind("id", id)
                .map(R2dbcTaskRow::read)
                .one();
    }

    @Override
    public Mono<Page<BackgroundTask>> list(
            Caller caller, @Nullable TaskStatus status, @Nullable TaskKind kind, PageRequest page) {
        Map<String, Object> values = tenant(caller);
        String sql = VISIBLE
                + (status == null ? "" : " AND " + having(status))
                + (kind == null ? "" : " AND kind = :kind")
                + " AND id " + (page.readsAscending() ? ">" : "<") + " :beyond ORDER BY id "
                + (page.readsAscending() ? "ASC" : "DESC") + " LIMIT :count";
        if (kind != null) {
            values.put("kind", kind.text());
        }
        values.put("beyond", page.position(IdKind.TASK));
        values.put("count", page.fetch());
        return database.sql(sql)
                .bindValues(values)
                .map(R2dbcTaskRow::read)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, task -> IdKind.TASK.format(task.id())));
    }

    private static <T> Parameter orNull(Class<T> type, @Nullable T value) {
        return value == null ? Parameters.in(type) : Parameters.in(value);
    }

    /** What is called failed outside is two things here. */
    private static String having(TaskStatus status) {
        return switch (status) {
            case RUNNING -> "status = 'running'";
            case FINISHED -> "status = 'finished'";
            case FAILED, CANCELLED -> "status IN ('failed', 'cancelled')";
        };
    }

    private static Map<String, Object> tenant(Caller caller) {
        Map<String, Object> values = new HashMap<>();
        values.put("organization", caller.organizationId());
        values.put("all", caller.applications() == null);
        values.put(
                "applications",
                caller.applications() == null
                        ? new UUID[0]
                        : caller.applications().toArray(UUID[]::new));
        return values;
    }

    @Override
    public Mono<BackgroundTask> lockNext() {
        return database.sql(LOCK_NEXT).map(R2dbcTaskRow::read).one();
    }

    @Override
    public Mono<Void> advance(UUID id, UUID reached, long lookedAt, long done, Duration pause) {
        return database.sql(ADVANCE)
                .bind("id", id)
                .bind("reached", reached)
                .bind("looked", lookedAt)
                .bind("done", done)
                .bind("pause", pause.toMillis())
                .then();
    }

    @Override
    public Mono<Long> removeEnded(Duration keptFor) {
        return database.sql(REMOVE_ENDED)
                .bind("seconds", keptFor.toSeconds())
                .fetch()
                .rowsUpdated();
    }

    @Override
    public Mono<Boolean> end(UUID id, TaskStatus status, @Nullable String reason) {
        return database.sql(END)
                .bind("id", id)
                .bind("status", status.column())
                .bind("reason", orNull(String.class, reason))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }
}
