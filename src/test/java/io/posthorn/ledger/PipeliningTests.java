package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;
import reactor.test.publisher.TestPublisher;

class PipeliningTests {

    private final TestPublisher<Void> first = TestPublisher.create();
    private final TestPublisher<Void> second = TestPublisher.create();

    @Test
    void sendsAllBeforeTheFirstIsAnswered() {
        StepVerifier.create(Pipelining.all(List.of(first.mono(), second.mono())))
                .then(first::assertWasSubscribed)
                .then(second::assertWasSubscribed)
                .then(second::complete)
                .then(first::complete)
                .verifyComplete();
    }

    @Test
    void waitsForTheRestWhenTheFirstHasFailed() {
        StepVerifier.create(Pipelining.all(List.of(first.mono(), second.mono())))
                .then(() -> first.error(new IllegalStateException("cause")))
                .then(second::assertNotCancelled)
                .then(() -> second.error(new IllegalStateException("transaction is aborted")))
                .verifyErrorSatisfies(error -> assertThat(error).hasMessage("cause"));
    }

    @Test
    void emitsWhatTheSecondDoesOnceTheFirstIsAnswered() {
        TestPublisher<Long> version = TestPublisher.create();
        StepVerifier.create(Pipelining.behind(version.mono(), Mono.just("rows")))
                .then(() -> version.emit(7L))
                .expectNext("rows")
                .verifyComplete();
    }

    @Test
    void doesNotCancelTheSecondWhenTheFirstHasFailed() {
        PublisherProbe<String> rows = PublisherProbe.of(Mono.just("rows").delayUntil(_ -> second.mono()));
        StepVerifier.create(Pipelining.behind(first.mono(), rows.mono()))
                .then(() -> first.error(new IllegalStateException("cause")))
                .then(rows::assertWasNotCancelled)
                .then(second::complete)
                .verifyErrorSatisfies(error -> assertThat(error).hasMessage("cause"));
    }
}
