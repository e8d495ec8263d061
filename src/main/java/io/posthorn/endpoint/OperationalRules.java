package io.posthorn.endpoint;

import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.Violation;
import io.posthorn.application.Application;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** What an organization's operational endpoints must keep to. */
final class OperationalRules implements EndpointRules {

    /** Operational endpoints of one organization. */
    static final int MOST = 50;

    private final R2dbcEndpoints table;

    OperationalRules(R2dbcEndpoints table) {
        this.table = table;
    }

    @Override
    public Mono<Void> checkNew(Application application, EndpointIn in, RequestFields fields) {
        return table.usage(application.id())
                .filter(usage -> usage.used() >= MOST)
                .flatMap(_ -> Mono.<Void>error(Problem.badRequest(
                        "too_many_endpoints",
                        "All " + MOST + " operational endpoints are used. Delete one that is not needed.")))
                .then(check(application, in, Set.of(), fields));
    }

    @Override
    public Mono<Void> check(Application application, EndpointIn in, Set<String> kept, RequestFields fields) {
        return in.eventTypes() == null || in.eventTypes().stream().allMatch(OperationalEvent::isOne)
                ? Mono.empty()
                : Mono.error(refusal(EndpointReader.eventTypesName(fields), in.eventTypes()));
    }

    private static Problem refusal(String field, Set<String> asked) {
        String unknown = String.join(
                ", ",
                asked.stream()
                        .filter(name -> !OperationalEvent.isOne(name))
                        .sorted()
                        .toList());
        return Problem.invalid(List.of(Violation.ofValue(
                List.of("body", field),
                "has names that are no operational events: " + unknown + ". Allowed are " + OperationalEvent.ALLOWED
                        + "; null means all of them")));
    }
}
