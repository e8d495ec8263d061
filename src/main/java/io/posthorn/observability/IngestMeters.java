package io.posthorn.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.posthorn.ingest.IngestListener;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts messages that were offered. */
final class IngestMeters implements IngestListener {

    private static final String OTHER = "other";
    private static final Map<Integer, String> REASONS = Map.of(
            400, "unreadable",
            403, "forbidden",
            404, "unknown_application",
            408, "too_slow",
            409, "conflict",
            413, "too_large",
            422, "invalid",
            500, "fault",
            503, "unavailable");

    private final Counter accepted;
    private final Counter repeated;
    private final Map<String, Counter> rejected;

    IngestMeters(MeterRegistry registry) {
        accepted = Counter.builder("posthorn.messages.accepted")
                .description("Messages that were stored and answered with 202")
                .register(registry);
        repeated = Counter.builder("posthorn.messages.repeated")
                .description("Messages that an earlier request with the same key had brought")
                .register(registry);
        rejected = Stream.concat(REASONS.values().stream(), Stream.of(OTHER))
                .collect(Collectors.toUnmodifiableMap(reason -> reason, reason -> rejected(reason, registry)));
    }

    private static Counter rejected(String reason, MeterRegistry registry) {
        return Counter.builder("posthorn.messages.rejected")
                .description("Messages that were not accepted, by reason; unavailable is ours, the others the sender's")
                .tag("reason", reason)
                .register(registry);
    }

    @Override
    public void accepted(boolean again) {
        (again ? repeated : accepted).increment();
    }

    @Override
    public void rejected(int status) {
        Counter counter = rejected.get(REASONS.getOrDefault(status, OTHER));
        if (counter != null) {
            counter.increment();
        }
    }
}
