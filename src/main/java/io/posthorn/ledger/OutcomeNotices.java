package io.posthorn.ledger;

import static io.posthorn.endpoint.OperationalEvent.MESSAGE_ATTEMPT_FAILING;
import static io.posthorn.endpoint.OperationalEvent.MESSAGE_ATTEMPT_RECOVERED;
import static io.posthorn.endpoint.OperationalEvent.MESSAGE_COMPLETED;
import static io.posthorn.endpoint.OperationalEvent.MESSAGE_DELIVERED;

import io.posthorn.endpoint.OperationalEvent;
import io.posthorn.ledger.Outcome.OfDelivery;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives notice of outcomes that leave no delivery row, in the transaction that records them; those that leave one are
 * the database's to notice. Where nobody listens there is no statement.
 */
final class OutcomeNotices {

    /** The failed attempt after which somebody is told, when more are to come. */
    static final int FAILING_AFTER = 4;

    private static final UUID NONE = new UUID(0, 0);
    private static final String INSERT = """
            INSERT INTO notice (kind, app_id, message_id, endpoint_id, attempt_id)
            SELECT kind, app_id, message_id, nullif(endpoint_id, $6), nullif(attempt_id, $6)
            FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[])
              AS row (kind, app_id, message_id, endpoint_id, attempt_id)""";

    private final Listeners listeners;

    OutcomeNotices(Listeners listeners) {
        this.listeners = listeners;
    }

    /** Whether anybody may want to know. */
    interface Listeners {
        boolean hear(UUID applicationId, OperationalEvent event, long configVersion);
    }

    /** @param last for each outcome, whether the group ends what its node answers for of the outcome's message */
    Mono<Void> write(PostgresqlConnection connection, List<Outcome> group, List<Boolean> last, long configVersion) {
        Heard heard = new Heard(configVersion);
        for (int i = 0; i < group.size(); i++) {
            switch (group.get(i)) {
                case OfDelivery delivery -> collect(delivery, last.get(i), heard);
                case Outcome.NothingToDeliver nothing -> collect(nothing, heard);
            }
        }
        return heard.rows.isEmpty() ? Mono.empty() : Mono.defer(() -> insert(connection, List.copyOf(heard.rows)));
    }

    private static void collect(Outcome.NothingToDeliver nothing, Heard heard) {
        if (nothing.applicationId() != null) {
            heard.ofMessage(
                    MESSAGE_COMPLETED,
                    nothing.applicationId(),
                    nothing.countdown().messageId());
        }
    }

    private static void collect(OfDelivery delivery, boolean last, Heard heard) {
        AttemptRow attempt = delivery.attempt();
        int made = delivery.attempts() - delivery.round().base();
        switch (delivery.disposition()) {
            case Disposition.Delivered _ -> {
                heard.ofAttempt(MESSAGE_DELIVERED, delivery, attempt);
                if (made > FAILING_AFTER || delivery.round().isManual()) {
                    heard.ofAttempt(MESSAGE_ATTEMPT_RECOVERED, delivery, attempt);
                }
                if (last || delivery.hasRow()) {
                    heard.ofMessage(MESSAGE_COMPLETED, delivery.applicationId(), delivery.messageId());
                }
            }
            case Disposition.Waiting _, Disposition.Parked _ -> {
                if (attempt != null && !attempt.delivered() && made == FAILING_AFTER) {
                    heard.ofAttempt(MESSAGE_ATTEMPT_FAILING, delivery, attempt);
                }
            }
            case Disposition.Held _, Disposition.Exhausted _, Disposition.Discarded _ -> {}
        }
    }

    private static Mono<Void> insert(PostgresqlConnection connection, List<Row> rows) {
        return connection
                .createStatement(INSERT)
                .bind("$1", rows.stream().map(row -> row.event().text()).toArray(String[]::new))
                .bind("$2", column(rows, Row::applicationId))
                .bind("$3", column(rows, Row::messageId))
                .bind("$4", column(rows, Row::endpointId))
                .bind("$5", column(rows, Row::attemptId))
                .bind("$6", NONE)
                .execute()
                .concatMap(PostgresqlResult::getRowsUpdated)
                .then();
    }

    private static UUID[] column(List<Row> rows, Function<Row, UUID> value) {
        return rows.stream().map(value).toArray(UUID[]::new);
    }

    /** What somebody may want to know; nearly always nothing, so nothing is made before that is asked. */
    private final class Heard {

        private final Set<Row> rows = new LinkedHashSet<>();
        private final long configVersion;

        Heard(long configVersion) {
            this.configVersion = configVersion;
        }

        void ofAttempt(OperationalEvent event, OfDelivery delivery, @Nullable AttemptRow attempt) {
            if (listeners.hear(delivery.applicationId(), event, configVersion)) {
                rows.add(new Row(
                        event,
                        delivery.applicationId(),
                        delivery.messageId(),
                        delivery.endpointId(),
                        attempt == null ? NONE : attempt.id()));
            }
        }

        void ofMessage(OperationalEvent event, UUID applicationId, UUID messageId) {
            if (listeners.hear(applicationId, event, configVersion)) {
                rows.add(new Row(event, applicationId, messageId, NONE, NONE));
            }
        }
    }

    private record Row(OperationalEvent event, UUID applicationId, UUID messageId, UUID endpointId, UUID attemptId) {}
}
