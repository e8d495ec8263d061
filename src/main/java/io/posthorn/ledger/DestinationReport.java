package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.application.Application;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What became of a message at every endpoint of its application, and at those that are gone. */
@Component
final class DestinationReport {

    private final R2dbcCourses courses;
    private final EndpointSnapshot endpoints;
    private final InstantSource clock;

    DestinationReport(R2dbcCourses courses, EndpointSnapshot endpoints, InstantSource clock) {
        this.courses = courses;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /**
     * One endpoint's line.
     *
     * @param status null when there is nothing on record
     * @param why a sentence for people
     */
    record Line(
            UUID endpointId,
            @Nullable Endpoint endpoint,
            @Nullable Course course,
            @Nullable MessageStatus status,
            String why) {}

    /** A page by the endpoints' identifiers, newest first. */
    Mono<Page<Line>> of(Application application, UUID message, PageRequest request) {
        PageRequest page = request.newestFirst();
        return courses.message(application.id(), message)
                .flatMap(facts -> courses.atEndpoints(application.id(), message)
                        .collectMap(Course::endpointId)
                        .map(known -> Page.of(
                                lines(application, facts, known, page),
                                page,
                                line -> IdKind.ENDPOINT.format(line.endpointId()))));
    }

    private List<Line> lines(
            Application application, Course.OfMessage facts, Map<UUID, Course> known, PageRequest page) {
        Map<UUID, Endpoint> living = endpoints.ofApplication(application.id()).stream()
                .collect(Collectors.toMap(Endpoint::id, endpoint -> endpoint));
        WhyNot why = new WhyNot(facts);
        Instant now = clock.instant();
        return ids(living, known, page)
                .map(id -> line(id, Optional.ofNullable(living.get(id)), Optional.ofNullable(known.get(id)), why, now))
                .toList();
    }

    private static Stream<UUID> ids(Map<UUID, Endpoint> living, Map<UUID, Course> known, PageRequest page) {
        TreeSet<UUID> all = new TreeSet<>(
                page.readsAscending() ? Comparator.<UUID>naturalOrder() : Comparator.<UUID>reverseOrder());
        all.addAll(living.keySet());
        all.addAll(known.keySet());
        return (page.cursor() == null ? all : all.tailSet(page.position(IdKind.ENDPOINT), false))
                .stream().limit(page.fetch());
    }

    private static Line line(UUID id, Optional<Endpoint> endpoint, Optional<Course> course, WhyNot why, Instant now) {
        String sentence = course.map(why::of)
                .or(() -> endpoint.map(living -> why.of(living, now)))
                .orElse("");
        return new Line(
                id,
                endpoint.orElse(null),
                course.orElse(null),
                course.map(found -> found.progress().status()).orElse(null),
                endpoint.isPresent() ? sentence : sentence + "; the endpoint was deleted since");
    }
}
