package io.posthorn.postgres;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Opens connections with the pool's address, credentials and options, but without its time-outs for statements. */
final class R2dbcDirectConnections implements DirectConnections {

    /** A node that stands still inside a flush must not hold up those who take over from it. */
    private static final Map<String, String> OPTIONS = Map.of("idle_in_transaction_session_timeout", "15s");

    private final ConnectionFactoryOptions options;
    private final LoopResources loop =
            new LoopsWithHandler(LoopResources.create("posthorn-ledger", 1, true), GatheredWrites::new);
    private final Scheduler eventLoop = Schedulers.fromExecutorService(
            loop.onClient(LoopResources.DEFAULT_NATIVE).next());

    R2dbcDirectConnections(ConnectionFactoryOptions options) {
        this.options = options;
    }

    @Override
    public Mono<PostgresqlConnection> open(String purpose) {
        return OpeningLifecycle.of(Mono.defer(() -> factory(purpose).create()));
    }

    @Override
    public Scheduler eventLoop() {
        return eventLoop;
    }

    /** Ends the event loop; the connections are closed by their owners before. */
    void close() {
        loop.dispose();
    }

    private PostgresqlConnectionFactory factory(String purpose) {
        // Zero is PostgreSQL's word for "no limit"; the owner of a connection watches its own deadlines.
        PostgresqlConnectionConfiguration.Builder builder = PostgresqlConnectionFactoryProvider.builder(options)
                .applicationName("posthorn " + purpose)
                .loopResources(loop)
                .codecRegistrar((connection, allocator, codecs) ->
                        Mono.fromRunnable(() -> codecs.addFirst(new UuidArrays(allocator))))
                .statementTimeout(Duration.ZERO)
                .lockWaitTimeout(Duration.ZERO);
        if (!options.hasOption(PostgresqlConnectionFactoryProvider.OPTIONS)) {
            builder.options(OPTIONS);
        }
        return new PostgresqlConnectionFactory(builder.build());
    }
}
