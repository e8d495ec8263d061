package io.posthorn.application;

import io.posthorn.egress.TargetLists;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Has this node's way out keep to the lists. They are short, so each load reads them whole. */
final class ListedTargetsCopy implements ConfigReplica.Part {

    private final R2dbcListedTargets table;
    private final TargetLists lists;

    ListedTargetsCopy(R2dbcListedTargets table, TargetLists lists) {
        this.table = table;
        this.lists = lists;
    }

    @Override
    public Mono<Void> load(long since) {
        return table.all().collectList().doOnNext(this::apply).then();
    }

    private void apply(List<ListedTarget> all) {
        List<String> denied = all.stream()
                .filter(listed -> listed.organization() == null)
                .map(ListedTarget::target)
                .toList();
        Map<UUID, List<String>> allowed = all.stream()
                .filter(listed -> listed.organization() != null)
                .collect(Collectors.groupingBy(
                        listed -> Objects.requireNonNull(listed.organization()),
                        Collectors.mapping(ListedTarget::target, Collectors.toList())));
        lists.replace(denied, allowed);
    }
}
