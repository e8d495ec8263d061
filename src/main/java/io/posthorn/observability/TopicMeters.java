package io.posthorn.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.posthorn.ingest.TopicFigures;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How reading from Kafka goes on this node; nothing on one that reads no topics. No topic is named: where a pattern
 * takes the application from the topic's name, there are as many topics as applications.
 */
record TopicMeters(ObjectProvider<TopicFigures> topics) implements MeterBinder {

    private static final double MILLIS_PER_SECOND = 1_000;

    @Override
    public void bindTo(MeterRegistry registry) {
        topics.ifAvailable(figures -> new Bound(figures, registry).bind());
    }

    private record Bound(TopicFigures figures, MeterRegistry registry) {

        private void bind() {
            records("accepted", TopicFigures::accepted);
            records("repeated", TopicFigures::repeated);
            records("dead_lettered", TopicFigures::deadLettered);
            FunctionCounter.builder("posthorn.topics.broken.off", figures, TopicFigures::brokenOff)
                    .description("How often reading broke off and began anew at the committed offsets")
                    .register(registry);
            gauge("lag", "Records of this node's partitions that are not settled yet", TopicFigures::lag);
            gauge("partitions", "Partitions that this node reads", TopicFigures::partitions);
            gauge("paused", "Of these, paused because enough of them waits", TopicFigures::pausedPartitions);
            gauge(
                    "broker.answers",
                    "1 while a Kafka broker answers this node, else 0",
                    topics -> topics.brokerAnswers() ? 1 : 0);
            Gauge.builder("posthorn.topics.waiting", figures, TopicFigures::waitingBytes)
                    .description("What the records weigh that were read and are not settled yet")
                    .baseUnit("bytes")
                    .register(registry);
            Gauge.builder(
                            "posthorn.topics.oldest",
                            figures,
                            topics -> topics.oldestWaiting().toMillis() / MILLIS_PER_SECOND)
                    .description("For how long a record has waited that no offset passes")
                    .baseUnit("seconds")
                    .register(registry);
        }

        private void records(String result, ToDoubleFunction<TopicFigures> value) {
            FunctionCounter.builder("posthorn.topics.records", figures, value)
                    .description("Records that were settled, by what became of them")
                    .tag("result", result)
                    .register(registry);
        }

        private void gauge(String name, String what, ToDoubleFunction<TopicFigures> value) {
            Gauge.builder("posthorn.topics." + name, figures, value)
                    .description(what)
                    .register(registry);
        }
    }
}
