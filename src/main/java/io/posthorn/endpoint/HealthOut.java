package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's health as the API shows it, when it is not well.
 *
 * @param state {@code paused}: somebody said so, messages wait; {@code held}: nothing is sent now, messages wait; {@code failing}: nothing was taken for a while
 * @param reason why it is held
 * @param until nothing is sent before; then a single attempt finds out
 * @param failingSince when the failures began
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HealthOut(
        String state,
        @Nullable String reason,
        @Nullable Instant until,
        @Nullable Instant failingSince) {

    static HealthOut of(Pause pause) {
        String what =
                switch (pause.place()) {
                    case Pause.Place.OfEndpoint _ -> "the endpoint was paused by " + pause.by();
                    case Pause.Place.OfApplication _ -> "the application was paused by " + pause.by();
                    case Pause.Place.OfHost _ -> "its host was paused by the operators";
                    case Pause.Place.OfOrganization _ -> "the organization was paused by the operators";
                    case Pause.Place.Everything _ -> "everything was paused by the operators";
                };
        return new HealthOut("paused", pause.reason() == null ? what : what + ": " + pause.reason(), null, null);
    }

    static HealthOut of(Health health, Instant now) {
        return health.isHeld(now)
                ? new HealthOut("held", health.reason(), health.heldUntil(), health.failingSince())
                : new HealthOut("failing", null, null, health.failingSince());
    }
}
