package io.posthorn.crash;

import io.posthorn.crash.Evidence.Delivery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the evidence of a run against the invariants; each violation names its invariant first. */
final class Checker {

    private final Evidence evidence;
    private final Repetitions repetitions;

    private Checker(Evidence evidence) {
        this.evidence = evidence;
        this.repetitions = new Repetitions(evidence);
    }

    static Findings check(Evidence evidence) {
        Checker checker = new Checker(evidence);
        return new Findings(checker.violations().toList(), Tally.of(evidence, checker.repetitions));
    }

    private Stream<String> violations() {
        return Stream.of(
                        losses(),
                        phantoms(),
                        repetitions.unexplained(),
                        Schedules.violations(evidence),
                        identities(),
                        falseRecords(),
                        leftovers(),
                        messagesPerKey())
                .flatMap(Function.identity());
    }

    /** I1: what was acknowledged is stored, and every endpoint that wants it has it. */
    private Stream<String> losses() {
        Set<String> stored = Set.copyOf(evidence.books().messages());
        Set<Delivery> arrived = evidence.successes().keySet();
        return evidence.acknowledged().entrySet().stream()
                .flatMap(letter -> Stream.concat(
                        stored.contains(letter.getValue())
                                ? Stream.empty()
                                : Stream.of("I1: letter " + letter.getKey() + " was acknowledged as "
                                        + letter.getValue() + " and is not in the tables"),
                        Door.wanting(letter.getKey())
                                .map(door -> new Delivery(letter.getValue(), door))
                                .filter(delivery -> !arrived.contains(delivery))
                                .map(delivery -> "I1: letter " + letter.getKey()
                                        + " was acknowledged and never arrived, " + delivery)));
    }

    /** I2: what arrives was sent, byte for byte, and is wanted there. */
    private Stream<String> phantoms() {
        Map<Integer, Event.Sent> sent = evidence.sent();
        return evidence.all(Event.Arrived.class)
                .filter(arrived -> {
                    Event.Sent letter = sent.get(arrived.number());
                    return letter == null
                            || !letter.sha256().equals(arrived.sha256())
                            || !arrived.door().wants(arrived.number());
                })
                .map(arrived -> "I2: nobody sent this there: " + arrived);
    }

    /** I6: one id per letter, wherever and however often it arrives, and a valid signature each time. */
    private Stream<String> identities() {
        Map<Integer, String> ids = new HashMap<>(evidence.acknowledged());
        Map<Integer, Event.Sent> sent = evidence.sent();
        return evidence.all(Event.Arrived.class).flatMap(arrived -> {
            boolean keyed = sent.containsKey(arrived.number())
                    && sent.get(arrived.number()).keyed();
            String id = keyed ? ids.computeIfAbsent(arrived.number(), _ -> arrived.messageId()) : arrived.messageId();
            return Stream.concat(
                    arrived.signed() ? Stream.empty() : Stream.of("I6: the signature is wrong: " + arrived),
                    id.equals(arrived.messageId())
                            ? Stream.empty()
                            : Stream.of("I6: the letter is known as " + id + ": " + arrived));
        });
    }

    /** I7: what the tables call delivered was received, and what was received is recorded as delivered, once. */
    private Stream<String> falseRecords() {
        Map<Delivery, List<Event.Arrived>> successes = evidence.successes();
        Map<Delivery, Long> recorded = evidence.books().attempts().stream()
                .filter(Books.Attempt::delivered)
                .collect(
                        Collectors.groupingBy(row -> new Delivery(row.messageId(), row.door()), Collectors.counting()));
        return Stream.concat(
                recorded.keySet().stream()
                        .filter(delivery -> !successes.containsKey(delivery))
                        .map(delivery -> "I7: recorded as delivered and never received: " + delivery),
                successes.keySet().stream()
                        .filter(delivery -> recorded.getOrDefault(delivery, 0L) != 1)
                        .map(delivery -> "I7: received, and recorded as delivered "
                                + recorded.getOrDefault(delivery, 0L) + " times: " + delivery));
    }

    /** I8: in the end nothing is owed, nothing gave up, nothing was forgotten on the way. */
    private Stream<String> leftovers() {
        Books books = evidence.books();
        return Stream.of(
                        books.owed() == 0
                                ? Stream.<String>empty()
                                : Stream.of("I8: " + books.owed() + " rows are still owed"),
                        books.undelivered().stream().map(row -> "I8: given up: " + row),
                        books.alarms().stream().map(line -> "I8: the log says: " + line))
                .flatMap(Function.identity());
    }

    /** I10: a key makes one message, however often it was posted; without a key an unanswered post makes one at most. */
    private Stream<String> messagesPerKey() {
        Map<Integer, String> acknowledged = evidence.acknowledged();
        Map<Integer, Event.Sent> sent = evidence.sent();
        Set<String> surplus = new HashSet<>(evidence.books().messages());
        surplus.removeAll(acknowledged.values());
        Set<Integer> unkeyed = sent.values().stream()
                .filter(letter -> !letter.keyed())
                .map(Event.Sent::number)
                .collect(Collectors.toSet());
        long allowed = evidence.all(Event.Unanswered.class)
                .filter(post -> unkeyed.contains(post.number()))
                .count();
        return Stream.of(
                        surplus.size() <= allowed
                                ? Stream.<String>empty()
                                : Stream.of("I10: nobody was told of " + surplus.size() + " messages, " + allowed
                                        + " at most are explained: " + surplus),
                        doubleAnswers(),
                        sent.values().stream()
                                .filter(letter -> letter.keyed() && !acknowledged.containsKey(letter.number()))
                                .map(letter -> "I10: letter " + letter.number() + " was never acknowledged"),
                        evidence.all(Event.Refused.class).map(refused -> "I10: turned down: " + refused))
                .flatMap(Function.identity());
    }

    private Stream<String> doubleAnswers() {
        Map<String, Integer> owners = new HashMap<>();
        return evidence.all(Event.Acknowledged.class)
                .filter(ack -> owners.putIfAbsent(ack.messageId(), ack.number()) != null)
                .map(ack -> "I10: two posts were answered with one id: " + ack);
    }
}
