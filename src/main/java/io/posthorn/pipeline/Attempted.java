package io.posthorn.pipeline;

import io.posthorn.dispatch.AttemptOutcome;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.throttle.HealthChange;

/**
 * An attempt that was made.
 *
 * @param endpoint as it was then
 * @param probe whether it was made to find out if the receiver is back; a failure then says nothing about the message
 * @param change what it changed in what is known of the endpoint
 */
record Attempted(Endpoint endpoint, AttemptOutcome outcome, boolean probe, HealthChange change) {}
