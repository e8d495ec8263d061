package io.posthorn.replay;

import io.posthorn.access.Caller;
import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.application.DeletedApplications.Deleted;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Candidate;
import io.posthorn.ledger.Redeliveries;
import io.posthorn.ledger.Selection;
import io.posthorn.replay.BackgroundTask.Delivery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Begins background tasks, or counts beforehand what they would do. */
@Component
final class Replays {

    private static final UUID BEGINNING = new UUID(0, 0);
    private static final int PAGE = 2_000;
    private static final int MOST_COUNTED = 100_000;

    private final Tasks tasks;
    private final Redeliveries redeliveries;
    private final Meant meant;
    private final IdGenerator ids;
    private final InstantSource clock;

    Replays(Tasks tasks, Redeliveries redeliveries, Meant meant, IdGenerator ids, InstantSource clock) {
        this.tasks = tasks;
        this.redeliveries = redeliveries;
        this.meant = meant;
        this.ids = ids;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Begins a task, or finds the one that the same request has begun before. */
    Mono<BackgroundTask> begin(
            Caller caller, TaskKind kind, Selection selection, @Nullable Integer perSecond, @Nullable String key) {
        BackgroundTask task = task(caller.organizationId(), kind, selection, List.of(), perSecond, caller.name());
        return tasks.create(task, key == null ? null : kind.text() + " " + selection.endpointId() + " " + key)
                .doOnNext(found -> requireSame(task, found));
    }

    private BackgroundTask task(
            UUID organization,
            TaskKind kind,
            Selection selection,
            List<Delivery> named,
            @Nullable Integer perSecond,
            String by) {
        return new BackgroundTask(
                ids.next(),
                organization,
                kind,
                TaskStatus.RUNNING,
                selection,
                named,
                perSecond,
                BEGINNING,
                BackgroundTask.Progress.NONE,
                by,
                clock.instant());
    }

    /** The end of a range that has none is the moment of the request, which differs when it is repeated. */
    private static void requireSame(BackgroundTask asked, BackgroundTask found) {
        if (!asked.selection().endingAt(found.selection().end()).equals(found.selection())
                || !Objects.equals(asked.perSecond(), found.perSecond())) {
            throw Problem.unprocessable(
                    "idempotency_key_reused",
                    "This Idempotency-Key was used with another request body, for task "
                            + IdKind.TASK.format(found.id()) + ". Send a new key with a new request.");
        }
    }

    /** Begins sending these again, endpoint by endpoint. */
    Mono<BackgroundTask> resend(Caller caller, UUID application, Collection<Delivery> deliveries) {
        List<Delivery> named = deliveries.stream()
                .distinct()
                .sorted(Comparator.comparing(Delivery::endpointId).thenComparing(Delivery::messageId))
                .toList();
        Selection selection = enclosing(application, named);
        return tasks.create(
                task(caller.organizationId(), TaskKind.RESEND, selection, named, null, caller.name()), null);
    }

    /** The time that they are of, and their endpoint, if they have only one. */
    private static Selection enclosing(UUID application, List<Delivery> named) {
        List<UUID> messages = named.stream().map(Delivery::messageId).sorted().toList();
        UUID first = named.getFirst().endpointId();
        boolean one = named.getLast().endpointId().equals(first);
        return new Selection(
                TaskKind.RESEND.selects(),
                application,
                one ? first : null,
                messages.getFirst(),
                IdGenerator.floor(IdGenerator.timeOf(messages.getLast()).plusMillis(1)),
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    /** Begins taking back the contents of all that the application was sent up to now. */
    Mono<BackgroundTask> purge(Caller caller, Application application) {
        return begin(caller, TaskKind.PURGE, everything(TaskKind.PURGE, application.id()), null, null);
    }

    /** Begins erasing what there is of an application that was deleted. */
    Mono<BackgroundTask> erase(Deleted application) {
        String by = application.deletedBy() == null ? "posthorn" : application.deletedBy();
        Selection all = everything(TaskKind.ERASE, application.id());
        return tasks.create(task(application.organizationId(), TaskKind.ERASE, all, List.of(), null, by), null);
    }

    private Selection everything(TaskKind kind, UUID application) {
        UUID end = IdGenerator.floor(clock.instant().plusMillis(1));
        return new Selection(
                kind.selects(), application, null, BEGINNING, end, List.of(), null, null, null, null, null);
    }

    /**
     * The endpoint.
     *
     * @throws Problem 409 when it is disabled
     */
    static Endpoint enabled(Endpoint endpoint) {
        if (endpoint.disabled()) {
            throw Problem.conflict("The endpoint is disabled, so nothing can be sent to it. Enable it first: PATCH it"
                    + " with {\"disabled\": false}.");
        }
        return endpoint;
    }

    /** How many messages a task would send now. */
    Mono<Count> count(Selection selection, Endpoint endpoint) {
        return countOn(selection, endpoint, new Count(0, 0, BEGINNING, false))
                .expand(before -> before.last() ? Mono.empty() : countOn(selection, endpoint, before))
                .last();
    }

    private Mono<Count> countOn(Selection selection, Endpoint endpoint, Count before) {
        return redeliveries.candidates(selection, before.reached(), PAGE).flatMap(page -> meant.of(
                        selection, page, endpoint)
                .map(messages -> before.with(page, messages.size())));
    }

    /**
     * What was counted so far.
     *
     * @param last whether nothing more is counted
     */
    record Count(long count, long seen, UUID reached, boolean last) {

        boolean approximated() {
            return seen >= MOST_COUNTED;
        }

        private Count with(List<Candidate> page, int meant) {
            long looked = seen + page.size();
            return new Count(
                    count + meant,
                    looked,
                    page.isEmpty() ? reached : page.getLast().id(),
                    page.size() < PAGE || looked >= MOST_COUNTED);
        }
    }
}
