package io.posthorn.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.posthorn.endpoint.EndpointHealth;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.endpoint.Pause;
import io.posthorn.endpoint.Pauses;
import io.posthorn.pipeline.PipelineFigures;
import io.posthorn.throttle.Lanes;
import java.util.function.ToDoubleFunction;

/** What this node has in memory, read when somebody looks. */
record NodeGauges(
        PipelineFigures pipeline, Lanes lanes, EndpointSnapshot endpoints, EndpointHealth health, Pauses pauses)
        implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        memory(registry);
        gauge(registry, "posthorn.attempts.in.flight", "Attempts under way", lanes, Lanes::inFlight);
        gauge(registry, "posthorn.lanes.waiting", "Deliveries in memory that wait for a permit", lanes, Lanes::waiting);
        gauge(
                registry,
                "posthorn.lanes",
                "Endpoints that something waits for, or is remembered of",
                lanes,
                Lanes::size);
        gauge(
                registry,
                "posthorn.endpoints.held",
                "Endpoints held by an open circuit or a Retry-After",
                health,
                EndpointHealth::held);
        gauge(
                registry,
                "posthorn.endpoints.failing",
                "Endpoints that have taken nothing since their circuit opened, or for a minute of failures",
                health,
                this::failing);
        gauge(registry, "posthorn.endpoints", "Endpoints there are", endpoints, EndpointSnapshot::size);
        for (Pause.Kind kind : Pause.Kind.values()) {
            Gauge.builder("posthorn.stops", pauses, known -> known.count(kind))
                    .description("What somebody has paused, by what it is")
                    .tag("kind", kind.word())
                    .register(registry);
        }
        count(
                registry,
                "posthorn.audit.forgotten",
                "Work that memory had forgotten; a bug when not 0",
                PipelineFigures::forgotten);
        count(registry, "posthorn.takeovers", "Dead nodes whose work this one freed", PipelineFigures::takeOvers);
        count(registry, "posthorn.fenced", "How often this process was itself taken for dead", PipelineFigures::fenced);
    }

    private long failing(EndpointHealth known) {
        return known.failing()
                .filter(id -> endpoints
                        .find(id)
                        .filter(endpoint -> !endpoint.disabled())
                        .isPresent())
                .count();
    }

    private void memory(MeterRegistry registry) {
        gauge(registry, "posthorn.memory.messages", "Messages in memory", pipeline, PipelineFigures::messages);
        gauge(
                registry,
                "posthorn.memory.retries",
                "Deliveries that wait in memory for their next attempt",
                pipeline,
                PipelineFigures::retries);
        gauge(
                registry,
                "posthorn.memory.outcomes",
                "Outcomes on their way into the ledger",
                pipeline,
                PipelineFigures::outcomesUnderWay);
        bytes(registry, "posthorn.memory", "What the messages in memory weigh", PipelineFigures::bytes);
        bytes(
                registry,
                "posthorn.memory.limit",
                "What they may weigh before more is left in the tables",
                PipelineFigures::mostBytes);
    }

    private void bytes(MeterRegistry registry, String name, String what, ToDoubleFunction<PipelineFigures> value) {
        Gauge.builder(name, pipeline, value).description(what).baseUnit("bytes").register(registry);
    }

    private static <T> void gauge(MeterRegistry registry, String name, String what, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(what).register(registry);
    }

    private void count(MeterRegistry registry, String name, String what, ToDoubleFunction<PipelineFigures> value) {
        FunctionCounter.builder(name, pipeline, value).description(what).register(registry);
    }
}
