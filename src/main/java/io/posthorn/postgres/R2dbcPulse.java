package io.posthorn.postgres;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Asks over a connection of its own, so that a busy pool is not taken for a dead server. */
final class R2dbcPulse implements DatabasePulse {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration FRESH = Duration.ofMillis(500);

    /** A question that got no answer for so long is put again, over another connection. */
    private static final Duration GIVE_UP = Duration.ofSeconds(15);

    private final Mono<Void> answer;

    R2dbcPulse(Mono<PostgresqlConnection> connection) {
        // Those who stop waiting do not end the question, so a server that hangs is asked once and not by everybody.
        this.answer = Mono.usingWhen(connection, R2dbcPulse::ask, PostgresqlConnection::close)
                .timeout(GIVE_UP)
                .cache(FRESH);
    }

    @Override
    public Mono<Void> feel() {
        return answer.timeout(LIMIT);
    }

    private static Mono<Void> ask(PostgresqlConnection connection) {
        return connection
                .createStatement("SELECT 1")
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated)
                .then();
    }
}
