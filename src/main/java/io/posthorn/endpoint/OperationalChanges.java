package io.posthorn.endpoint;

import io.posthorn.access.Change;
import io.posthorn.application.ConfigWriter;
import java.util.function.Function;
import java.util.function.LongFunction;
import reactor.core.publisher.Mono;

/** The door for changes of operational endpoints, which the audit trail names as the organization's own. */
final class OperationalChanges implements ConfigWriter {

    private final ConfigWriter config;

    OperationalChanges(ConfigWriter config) {
        this.config = config;
    }

    @Override
    public <T> Mono<T> change(LongFunction<Mono<T>> write) {
        return config.change(write);
    }

    @Override
    public <T> Mono<T> change(LongFunction<Mono<T>> write, Function<? super T, Change> named) {
        return config.change(write, result -> renamed(named.apply(result)));
    }

    private static Change renamed(Change change) {
        return Change.of(
                change.action().replaceFirst("^endpoint", "operational_webhook"), change.subject(), change.fields());
    }
}
