package io.posthorn.application;

import io.posthorn.access.Caller;
import io.posthorn.access.Change;
import io.posthorn.api.Problem;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The targets that operators allow an organization, and those that they deny to everybody. */
final class ListedTargets {

    /** Most targets on one list. */
    static final int MAX_TARGETS = 200;

    private final R2dbcListedTargets table;
    private final ConfigWriter config;
    private final IdGenerator ids;

    ListedTargets(R2dbcListedTargets table, ConfigWriter config, IdGenerator ids) {
        this.table = table;
        this.config = config;
        this.ids = ids;
    }

    /** The organization's list; with null the list of what is denied. */
    Mono<ListedTargetOut.All> list(@Nullable UUID organization) {
        return table.list(organization).map(ListedTargetOut::of).collectList().map(ListedTargetOut.All::new);
    }

    /** Puts a target on the list; one that is there already gets the new reason. */
    Mono<ListedTargetOut> add(@Nullable UUID organization, ListedTargetIn in, Caller caller) {
        ListedTarget listed = new ListedTarget(ids.next(), organization, in.target(), in.reason(), caller.name());
        return config.change(
                        _ -> table.put(listed).delayUntil(_ -> checkLength(organization)),
                        done -> named(done, "create", in.reason() == null ? List.of() : List.of("reason")))
                .map(ListedTargetOut::of);
    }

    private Mono<Void> checkLength(@Nullable UUID organization) {
        return table.count(organization)
                .filter(listed -> listed > MAX_TARGETS)
                .flatMap(_ -> Mono.error(Problem.badRequest(
                        "list_full",
                        "There are " + MAX_TARGETS + " targets on this list, and no more fit. Remove one, or list a"
                                + " block of addresses that covers several.")));
    }

    Mono<Void> remove(@Nullable UUID organization, String id) {
        return config.change(
                        _ -> Mono.justOrEmpty(IdKind.LISTED_TARGET.parse(id))
                                .flatMap(known -> table.remove(organization, known))
                                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no target '" + id
                                        + "' on this list; GET on it shows those there" + " are."))),
                        gone -> named(gone, "delete", List.of()))
                .then();
    }

    private static Change named(ListedTarget listed, String verb, List<String> fields) {
        UUID organization = listed.organization();
        return organization == null
                ? Change.of("denied_target." + verb, listed.target(), fields)
                : Change.of(
                        "allowed_target." + verb,
                        IdKind.ORGANIZATION.format(organization) + " " + listed.target(),
                        fields);
    }
}
