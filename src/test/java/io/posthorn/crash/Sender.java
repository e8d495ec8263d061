package io.posthorn.crash;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts numbered letters at a fixed rate, whether or not earlier ones were answered, as the outside world does. A keyed
 * letter is repeated with its key until it is acknowledged.
 */
final class Sender implements AutoCloseable {

    private static final int LONGEST_PAUSE_MILLIS = 4000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Journal journal;
    private final long seed;
    private final Supplier<URI> target;
    private final String authorization;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Integer> outstanding = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledFuture<?> arrivals;

    /** One whose every post goes where the target then is. */
    Sender(Journal journal, long seed, Supplier<URI> target, String key) {
        this.journal = journal;
        this.seed = seed;
        this.target = target;
        this.authorization = "Bearer " + key;
    }

    /** Posts the next letters of all, this many in a second, until {@link #pause}. */
    void begin(int perSecond) {
        beginAt(1, perSecond);
    }

    /** The same, where the first letter has this number. */
    void beginAt(int first, int perSecond) {
        numbers.set(first - 1);
        arrivals = clock.scheduleAtFixedRate(
                () -> post(numbers.incrementAndGet(), true), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    void pause() {
        if (arrivals != null) {
            arrivals.cancel(false);
        }
    }

    /** Posts the letter with this number. */
    void post(int number, boolean keyed) {
        Letter letter = Letter.of(seed, number, keyed);
        outstanding.add(number);
        journal.note(new Event.Sent(System.nanoTime(), number, letter.sha256(), keyed));
        attempt(letter, 250);
    }

    /** Posts it; when no answer comes, posts it again after the pause, and after twice that next time. */
    private void attempt(Letter letter, int pauseMillis) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.get())
                .timeout(Duration.ofSeconds(15))
                .header("authorization", authorization)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(letter.body()));
        if (letter.keyed()) {
            request.header("idempotency-key", letter.key());
        }
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .whenComplete((answer, error) -> heard(letter, pauseMillis, answer, error));
    }

    private void heard(
            Letter letter, int pauseMillis, @Nullable HttpResponse<String> answer, @Nullable Throwable error) {
        if (answer == null) {
            unanswered(letter, pauseMillis, String.valueOf(error));
        } else if (answer.statusCode() == 202) {
            String id = JSON.readTree(answer.body()).path("id").stringValue();
            journal.note(new Event.Acknowledged(System.nanoTime(), letter.number(), id));
            outstanding.remove(letter.number());
        } else if (answer.statusCode() >= 500) {
            unanswered(letter, pauseMillis, "status " + answer.statusCode());
        } else {
            journal.note(
                    new Event.Refused(System.nanoTime(), letter.number(), answer.statusCode() + " " + answer.body()));
            outstanding.remove(letter.number());
        }
    }

    private void unanswered(Letter letter, int pauseMillis, String why) {
        journal.note(new Event.Unanswered(System.nanoTime(), letter.number(), why));
        if (letter.keyed()) {
            int next = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            clock.schedule(() -> attempt(letter, next), pauseMillis, TimeUnit.MILLISECONDS);
        } else {
            outstanding.remove(letter.number());
        }
    }

    /** Waits until every letter is answered for good. */
    void awaitAnswers(Duration atMost) {
        Awaitility.await("answers to all posts")
                .pollInterval(Duration.ofMillis(20))
                .atMost(atMost)
                .until(outstanding::isEmpty);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.shutdownNow();
    }
}
