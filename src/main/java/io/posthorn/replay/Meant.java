package io.posthorn.replay;

import io.posthorn.endpoint.Endpoint;
import io.posthorn.form.Condition;
import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.Candidate;
import io.posthorn.ledger.Redeliveries;
import io.posthorn.ledger.Selection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Which messages of a page a task means. */
@Component
final class Meant {

    private final Redeliveries redeliveries;

    Meant(Redeliveries redeliveries) {
        this.redeliveries = redeliveries;
    }

    /** Those that are chosen; where it is for what the endpoint missed, those that it would get as it is now. */
    Mono<List<UUID>> of(Selection selection, List<Candidate> page, Endpoint endpoint) {
        boolean missing = selection.kind() == Selection.Kind.MISSING;
        List<UUID> ids = page.stream()
                .filter(Candidate::chosen)
                .filter(candidate -> !missing || isMissing(candidate, endpoint))
                .map(Candidate::id)
                .toList();
        Condition condition = missing ? endpoint.shape().condition() : null;
        return condition == null ? Mono.just(ids) : redeliveries.meeting(condition, selection.applicationId(), ids);
    }

    /** What is still under way was fanned out to the endpoint if the endpoint was as it is now when it came in. */
    private static boolean isMissing(Candidate candidate, Endpoint endpoint) {
        boolean underWay = candidate.pending() && endpoint.updatedAt().isBefore(IdGenerator.timeOf(candidate.id()));
        return !underWay && endpoint.wants(candidate.eventType(), candidate.channels());
    }
}
