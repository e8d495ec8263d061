package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.crash.Event.Arrived;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker's own test, on evidence made up for it. */
class CheckerTests {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Event> events = new ArrayList<>();
    private final List<Books.Attempt> attempts = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();

    @BeforeEach
    void tellAStory() {
        for (int number = 1; number <= 4; number++) {
            accept(number, number * 100L);
            for (Door door : Door.wanting(number).toList()) {
                deliver(number, door, number * 100L + 10);
            }
        }
        // Letter 2 was taken by STEADY just before a crash, which kept that from being recorded.
        arrive(2, Door.STEADY, 205, 200);
        events.add(new Event.Ended(nanos(207), Event.Way.CRASH));
        // PICKY's answer about letter 3 was lost: it took it, we recorded no answer, it got it again.
        arrive(3, Door.PICKY, 300, 200);
        attempts.removeIf(row -> row.door() == Door.PICKY && row.messageId().equals("msg_3"));
        record(3, Door.PICKY, 302, 1, 0, Optional.of(time(305)));
        record(3, Door.PICKY, 311, 2, 200, Optional.empty());
    }

    @Test
    void findsNothingWhereNothingIs() {
        Tally tally = Checker.check(evidence()).assertNone().tally();

        assertThat(tally.duplicates()).isEqualTo(1);
        assertThat(tally.worstCrash()).isEqualTo(1);
        assertThat(tally.lostAnswers()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatIsWrong(Forgery forgery) {
        assertThat(Checker.check(forgery.of(evidence())).violations())
                .anyMatch(violation -> violation.startsWith(forgery.invariant() + ":"));
    }

    @Test
    void acceptsNoRepetitionAfterACleanStop() {
        List<Event> cleanly = events.stream()
                .map(event -> event instanceof Event.Ended ended ? new Event.Ended(ended.at(), Event.Way.CLEAN) : event)
                .toList();

        assertThat(Checker.check(evidence().withEvents(cleanly)).violations())
                .singleElement()
                .asString()
                .startsWith("I3:");
    }

    @Test
    void acceptsWhatANodeThatStoodStillWasAboutToSendButNothingLater() {
        arrive(4, Door.STEADY, 700, 200);
        events.add(new Event.Ended(nanos(699), nanos(690), Event.Way.AWAKE));
        assertThat(Checker.check(evidence()).violations())
                .singleElement()
                .asString()
                .startsWith("I3:");

        events.add(new Event.Ended(nanos(702), nanos(699), Event.Way.AWAKE));
        assertThat(Checker.check(evidence()).violations()).isEmpty();
    }

    @Test
    void takesOneLostAnswerForOneRepetitionOnly() {
        arrive(3, Door.PICKY, 330, 200);

        assertThat(Checker.check(evidence()).violations())
                .singleElement()
                .asString()
                .startsWith("I3:");
    }

    @Test
    void acceptsAMessageOfAnUnansweredPostWithoutAKeyButOnlyOne() {
        events.add(new Event.Sent(nanos(900), 9, Letter.of(1, 9, false).sha256(), false));
        events.add(new Event.Unanswered(nanos(901), 9, "the connection broke"));
        messages.add("msg_9");

        assertThat(Checker.check(evidence()).violations()).isEmpty();
        messages.add("msg_9_again");
        assertThat(Checker.check(evidence()).violations())
                .singleElement()
                .asString()
                .startsWith("I10:");
    }

    @Test
    void missesALetterThatWasNeverAcknowledged() {
        events.add(new Event.Sent(nanos(900), 9, Letter.of(1, 9, true).sha256(), true));

        assertThat(Checker.check(evidence()).violations())
                .singleElement()
                .asString()
                .startsWith("I10:");
    }

    private Evidence evidence() {
        Books books = new Books(List.copyOf(messages), List.copyOf(attempts), 0, List.of(), List.of());
        return new Evidence(List.copyOf(events), books, List.of(Duration.ofMillis(3)), 0);
    }

    private void accept(int number, long at) {
        events.add(new Event.Sent(nanos(at), number, Letter.of(1, number, true).sha256(), true));
        events.add(new Event.Acknowledged(nanos(at + 1), number, "msg_" + number));
        messages.add("msg_" + number);
    }

    private void deliver(int number, Door door, long at) {
        arrive(number, door, at, 200);
        record(number, door, at + 1, 1, 200, Optional.empty());
    }

    private void arrive(int number, Door door, long at, int answer) {
        String hash = Letter.of(1, number, true).sha256();
        Arrived arrived = new Arrived(nanos(at), time(at), door, "msg_" + number, number, hash, true, answer);
        int place = (int)
                events.stream().filter(event -> event.at() <= arrived.at()).count();
        events.add(place, arrived);
    }

    private void record(int number, Door door, long at, int attempt, int code, Optional<Instant> nextAt) {
        attempts.add(new Books.Attempt(time(at), "msg_" + number, door, code == 200, code, attempt, nextAt));
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }

    private static Instant time(long millis) {
        return BEGINNING.plusMillis(millis);
    }
}
