package io.posthorn.crash;

import io.posthorn.crash.Event.Arrived;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Evidence of faults that did not happen. A {@link Checker} has to find each one. */
enum Forgery {
    LOST_ARRIVAL("I1") {
        @Override
        Evidence of(Evidence honest) {
            Arrived victim = victim(honest);
            return honest.withEvents(honest.events().stream()
                    .filter(event -> !(event instanceof Arrived other
                            && other.number() == victim.number()
                            && other.door() == victim.door()))
                    .toList());
        }
    },
    LOST_MESSAGE("I1") {
        @Override
        Evidence of(Evidence honest) {
            Books books = honest.books();
            return honest.withBooks(new Books(
                    books.messages().stream()
                            .filter(id -> !id.equals(victim(honest).messageId()))
                            .toList(),
                    books.attempts(),
                    books.owed(),
                    books.undelivered(),
                    books.alarms()));
        }
    },
    PHANTOM("I2") {
        @Override
        Evidence of(Evidence honest) {
            Arrived arrived = victim(honest);
            return withOneMore(
                    honest,
                    new Arrived(
                            arrived.at(),
                            arrived.time(),
                            arrived.door(),
                            arrived.messageId(),
                            1_000_000_000,
                            arrived.sha256(),
                            true,
                            200));
        }
    },
    CHANGED_BYTES("I2") {
        @Override
        Evidence of(Evidence honest) {
            return changed(
                    honest,
                    arrived -> new Arrived(
                            arrived.at(),
                            arrived.time(),
                            arrived.door(),
                            arrived.messageId(),
                            arrived.number(),
                            Letter.sha256(new byte[0]),
                            arrived.signed(),
                            arrived.answer()));
        }
    },
    STRANGER("I2") {
        @Override
        Evidence of(Evidence honest) {
            Arrived even = honest.all(Arrived.class)
                    .filter(arrived -> !Door.PICKY.wants(arrived.number()))
                    .findFirst()
                    .orElseThrow();
            return withOneMore(honest, at(even, even.at(), Door.PICKY));
        }
    },
    DUPLICATE("I3") {
        @Override
        Evidence of(Evidence honest) {
            Arrived arrived = victim(honest);
            return withOneMore(honest, at(arrived, arrived.at() + 1, arrived.door()));
        }
    },
    LATE_DUPLICATE("I3") {
        @Override
        Evidence of(Evidence honest) {
            Arrived arrived = victim(honest);
            long crash = arrived.at() + Duration.ofSeconds(20).toNanos();
            List<Event> events = new ArrayList<>(honest.events());
            events.removeIf(Event.Ended.class::isInstance);
            events.add(new Event.Ended(crash, Event.Way.CRASH));
            events.add(at(arrived, crash + 1, arrived.door()));
            return honest.withEvents(events);
        }
    },
    TWO_RECORDS("I7") {
        @Override
        Evidence of(Evidence honest) {
            return withRecords(
                    honest,
                    Stream.concat(
                                    honest.books().attempts().stream(),
                                    honest.books().attempts().stream()
                                            .filter(Books.Attempt::delivered)
                                            .limit(1))
                            .toList());
        }
    },
    SKIPPED_ATTEMPT("I5") {
        @Override
        Evidence of(Evidence honest) {
            return withRecords(
                    honest,
                    honest.books().attempts().stream()
                            .filter(row -> row.number() > 1)
                            .toList());
        }
    },
    HASTY_RETRY("I5") {
        @Override
        Evidence of(Evidence honest) {
            return withRecords(
                    honest,
                    honest.books().attempts().stream()
                            .map(row -> row.delivered() ? row : postponed(row))
                            .toList());
        }
    },
    WRONG_SIGNATURE("I6") {
        @Override
        Evidence of(Evidence honest) {
            return changed(
                    honest,
                    arrived -> new Arrived(
                            arrived.at(),
                            arrived.time(),
                            arrived.door(),
                            arrived.messageId(),
                            arrived.number(),
                            arrived.sha256(),
                            false,
                            arrived.answer()));
        }
    },
    OTHER_ID("I6") {
        @Override
        Evidence of(Evidence honest) {
            return changed(
                    honest,
                    arrived -> new Arrived(
                            arrived.at(),
                            arrived.time(),
                            arrived.door(),
                            "msg_other",
                            arrived.number(),
                            arrived.sha256(),
                            arrived.signed(),
                            arrived.answer()));
        }
    },
    FALSE_SUCCESS("I7") {
        @Override
        Evidence of(Evidence honest) {
            return LOST_ARRIVAL.of(honest);
        }
    },
    STUCK("I8") {
        @Override
        Evidence of(Evidence honest) {
            Books books = honest.books();
            return honest.withBooks(
                    new Books(books.messages(), books.attempts(), 1, books.undelivered(), books.alarms()));
        }
    },
    FORGOTTEN("I8") {
        @Override
        Evidence of(Evidence honest) {
            Books books = honest.books();
            return honest.withBooks(new Books(
                    books.messages(),
                    books.attempts(),
                    books.owed(),
                    books.undelivered(),
                    List.of("not in its memory")));
        }
    },
    TWO_MESSAGES("I10") {
        @Override
        Evidence of(Evidence honest) {
            Books books = honest.books();
            List<String> messages = new ArrayList<>(books.messages());
            honest.all(Event.Unanswered.class).forEach(post -> messages.add("msg_of_" + post.at()));
            messages.add("msg_surplus");
            return honest.withBooks(
                    new Books(messages, books.attempts(), books.owed(), books.undelivered(), books.alarms()));
        }
    };

    private final String invariant;

    Forgery(String invariant) {
        this.invariant = invariant;
    }

    abstract Evidence of(Evidence honest);

    /** Which invariant it hurts. */
    String invariant() {
        return invariant;
    }

    /** The first arrival of an acknowledged letter that was received once, at first sight. */
    private static Arrived victim(Evidence honest) {
        return honest.arrivals().entrySet().stream()
                .filter(entry -> entry.getValue().size() == 1
                        && entry.getValue().getFirst().welcomed()
                        && honest.acknowledged().containsValue(entry.getKey().messageId()))
                .map(entry -> entry.getValue().getFirst())
                .findFirst()
                .orElseThrow();
    }

    private static Arrived at(Arrived arrived, long at, Door door) {
        return new Arrived(
                at,
                arrived.time().plusNanos(at - arrived.at()),
                door,
                arrived.messageId(),
                arrived.number(),
                arrived.sha256(),
                arrived.signed(),
                200);
    }

    private static Evidence changed(Evidence honest, UnaryOperator<Arrived> change) {
        Arrived victim = victim(honest);
        return honest.withEvents(honest.events().stream()
                .map(event -> event == victim ? change.apply(victim) : event)
                .toList());
    }

    private static Evidence withOneMore(Evidence honest, Event event) {
        List<Event> events = new ArrayList<>(honest.events());
        events.add(event);
        return honest.withEvents(events);
    }

    private static Evidence withRecords(Evidence honest, List<Books.Attempt> records) {
        Books books = honest.books();
        return honest.withBooks(
                new Books(books.messages(), records, books.owed(), books.undelivered(), books.alarms()));
    }

    /** Answered: what nobody answered may be noted late. */
    private static Books.Attempt postponed(Books.Attempt row) {
        return new Books.Attempt(
                row.recordedAt(),
                row.messageId(),
                row.door(),
                false,
                500,
                row.number(),
                Optional.of(row.recordedAt().plus(Duration.ofHours(1))));
    }
}
