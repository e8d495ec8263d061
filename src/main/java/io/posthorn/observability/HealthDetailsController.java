package io.posthorn.observability;

import io.posthorn.ingest.TopicFigures;
import io.posthorn.postgres.DatabasePulse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What this node needs, and whether it is there. Needs no key, and says no more than that. */
@RestController
class HealthDetailsController {

    private final DatabasePulse pulse;
    private final ObjectProvider<TopicFigures> topics;

    HealthDetailsController(DatabasePulse pulse, ObjectProvider<TopicFigures> topics) {
        this.pulse = pulse;
        this.topics = topics;
    }

    /** An answer of 200, whatever it says: whether traffic should come is for health itself to say. */
    @GetMapping({"/api/v1/health/details", "/api/v1/health/details/"})
    Mono<Details> details() {
        return pulse.feel()
                .thenReturn(true)
                .onErrorReturn(false)
                .map(database -> new Details(
                        word(database),
                        Optional.ofNullable(topics.getIfAvailable())
                                .map(figures -> word(figures.brokerAnswers()))
                                .orElse(null)));
    }

    private static String word(boolean answers) {
        return answers ? "up" : "away";
    }

    /**
     * Each is up or away.
     *
     * @param kafka null on a node that reads no topics
     */
    record Details(String database, @Nullable String kafka) {}
}
