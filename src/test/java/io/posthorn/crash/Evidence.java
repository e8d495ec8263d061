package io.posthorn.crash;

import io.posthorn.crash.Books.Attempt;
import io.posthorn.crash.Event.Arrived;
import io.posthorn.crash.Event.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that is known about one run, in the order in which the rules need it.
 *
 * @param waits the retry schedule the sender was given, one wait after each failure
 * @param jitter the fraction by which a wait may be shorter
 * @param recordedWithin what was received longer than this before a crash must have been recorded by then
 */
record Evidence(List<Event> events, Books books, List<Duration> waits, double jitter, Duration recordedWithin) {

    private static final Duration USUALLY = Duration.ofSeconds(10);

    Evidence(List<Event> events, Books books, List<Duration> waits, double jitter) {
        this(events, books, waits, jitter, USUALLY);
    }

    /** One message for one endpoint. */
    record Delivery(String messageId, Door door) {

        @Override
        public String toString() {
            return messageId + " at " + door;
        }
    }

    Evidence withEvents(List<Event> others) {
        return new Evidence(others, books, waits, jitter, recordedWithin);
    }

    Evidence withBooks(Books others) {
        return new Evidence(events, others, waits, jitter, recordedWithin);
    }

    /** What concerns one letter, and what concerns all. */
    Evidence of(int number) {
        Set<String> others = all(Event.Acknowledged.class)
                .filter(ack -> ack.number() != number)
                .map(Event.Acknowledged::messageId)
                .collect(Collectors.toSet());
        all(Arrived.class)
                .filter(arrived -> arrived.number() != number)
                .forEach(arrived -> others.add(arrived.messageId()));
        Books ours = new Books(
                books.messages().stream().filter(id -> !others.contains(id)).toList(),
                books.attempts().stream()
                        .filter(row -> !others.contains(row.messageId()))
                        .toList(),
                books.owed(),
                books.undelivered(),
                books.alarms());
        return withBooks(ours)
                .withEvents(
                        events.stream().filter(event -> concerns(event, number)).toList());
    }

    private static boolean concerns(Event event, int number) {
        return switch (event) {
            case Event.Sent sent -> sent.number() == number;
            case Event.Acknowledged ack -> ack.number() == number;
            case Event.Published record -> record.number() == number;
            case Event.Unanswered post -> post.number() == number;
            case Event.Refused post -> post.number() == number;
            case Arrived arrived -> arrived.number() == number;
            case Event.Ended _ -> true;
        };
    }

    <E extends Event> Stream<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }

    Map<Integer, Event.Sent> sent() {
        return all(Event.Sent.class).collect(Collectors.toMap(Event.Sent::number, Function.identity()));
    }

    /** The id that each acknowledged letter was given. */
    Map<Integer, String> acknowledged() {
        Map<Integer, String> ids = new TreeMap<>();
        all(Event.Acknowledged.class).forEach(ack -> ids.put(ack.number(), ack.messageId()));
        return ids;
    }

    Map<Delivery, List<Arrived>> arrivals() {
        return grouped(all(Arrived.class), arrived -> new Delivery(arrived.messageId(), arrived.door()));
    }

    /** Arrivals that were answered 200. */
    Map<Delivery, List<Arrived>> successes() {
        return grouped(
                all(Arrived.class).filter(Arrived::welcomed),
                arrived -> new Delivery(arrived.messageId(), arrived.door()));
    }

    Map<Delivery, List<Attempt>> attempts() {
        return grouped(books.attempts().stream(), row -> new Delivery(row.messageId(), row.door()));
    }

    /** The ends of processes after which something may be repeated. */
    List<Event.Ended> crashes() {
        return all(Event.Ended.class).filter(ended -> ended.way() != Way.CLEAN).toList();
    }

    private static <T> Map<Delivery, List<T>> grouped(Stream<T> all, Function<T, Delivery> by) {
        Map<Delivery, List<T>> groups = new LinkedHashMap<>();
        all.forEach(one ->
                groups.computeIfAbsent(by.apply(one), _ -> new ArrayList<>()).add(one));
        return groups;
    }
}
