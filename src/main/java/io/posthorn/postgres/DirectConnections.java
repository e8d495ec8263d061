package io.posthorn.postgres;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Opens PostgreSQL connections that belong to one owner for their whole life: group commits, the heartbeat, LISTEN.
 * They are not pooled; the owner closes them, and opens another after any error that leaves one in doubt.
 */
public interface DirectConnections {

    /**
     * A new connection whose {@code application_name} is {@code posthorn <purpose>}. There is no limit to how long a
     * server that hangs takes; a subscriber may go away at any time, and no connection stays behind.
     */
    Mono<PostgresqlConnection> open(String purpose);

    /**
     * The one event loop of all direct connections. Statements are subscribed on it: the driver's request queue is not
     * safe for a second thread, and a flush that starts here needs no hand-over.
     */
    Scheduler eventLoop();
}
