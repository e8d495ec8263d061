package io.posthorn.loadtest;

import io.posthorn.PosthornApplication;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Appended;
import io.posthorn.ledger.MessageAppender;
import io.posthorn.ledger.NewMessage;
import io.posthorn.ledger.Terms;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** A whole Posthorn that is fed in its own process, as a batch or a Kafka topic feeds it: no HTTP on the way in. */
final class SourceProcess {

    private final MessageAppender appender;
    private final IdGenerator ids;
    private final AtomicLong sequence = new AtomicLong();

    private SourceProcess(ConfigurableApplicationContext context) {
        this.appender = context.getBean(MessageAppender.class);
        this.ids = context.getBean(IdGenerator.class);
    }

    /**
     * Takes the number of appends in flight, the window and where to ask how many arrived; then answers milliseconds
     * and the applications with tallies.
     */
    public static void main(String[] args) {
        SourceProcess source = new SourceProcess(SpringApplication.run(PosthornApplication.class));
        int inFlight = Integer.parseInt(args[0]);
        Window window = new Window(Long.parseLong(args[1]), args[2]);
        Commands.answer(question -> {
            List<String> words = Arrays.asList(question.split(" "));
            List<UUID> applications =
                    words.stream().skip(1).map(SourceProcess::application).toList();
            ClosedLoop loop = new ClosedLoop(inFlight, window::tryStart, () -> source.append(applications));
            return window.around(loop.run(Duration.ofMillis(Long.parseLong(words.getFirst()))))
                    .toFuture()
                    .join()
                    .line();
        });
    }

    private static UUID application(String id) {
        return IdKind.APPLICATION.parse(id).orElseThrow();
    }

    private Mono<Boolean> append(List<UUID> applications) {
        long next = sequence.getAndIncrement();
        UUID application = applications.get((int) (next % applications.size()));
        NewMessage message = new NewMessage(
                ids.next(),
                application,
                Posthorn.EVENT_TYPE,
                null,
                List.of(),
                List.of(),
                Payloads.of(next),
                Terms.NONE,
                null,
                List.of());
        return appender.append(message).map(appended -> appended instanceof Appended.Committed);
    }
}
