package io.posthorn.pipeline;

import io.posthorn.ledger.Message;
import io.posthorn.ledger.Progress;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What the machine runs at the moment; work is started here and nowhere else. */
interface PipelineRuns {

    /** Whether new work is taken into memory: between start and the beginning of the drain, on a node that delivers. */
    boolean isOpen();

    /** The tenure that new work belongs to. */
    Tenure tenure();

    /** Starts a piece of work that never errors. */
    void run(Mono<Void> work);

    /** Starts the deliveries of a message whose weight is in custody. */
    void begin(Message message, Map<UUID, Progress> progress, Tenure tenure);
}
