package io.posthorn.pipeline;

import io.posthorn.ledger.DispatchState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether anything is sent at all; every node hears of it with its heartbeats. */
final class Standstill implements DispatchState {

    private static final Logger log = LoggerFactory.getLogger(Standstill.class);

    private volatile @Nullable String reason;

    @Override
    public @Nullable String stopped() {
        return reason;
    }

    boolean isOn() {
        return reason != null;
    }

    void heard(@Nullable String because) {
        if (Objects.equals(reason, because)) {
            return;
        }
        reason = because;
        if (because == null) {
            log.warn("Deliveries are made again");
        } else {
            log.error(
                    "NOTHING IS SENT until POST /api/v1/dispatch/resume: {}. Messages are accepted and wait; GET"
                            + " /api/v1/dispatch says how many deliveries would go out",
                    because);
        }
    }
}
