package io.posthorn.pipeline;

import io.posthorn.dispatch.AttemptRequest;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.form.Rendered;
import io.posthorn.ledger.Message;
import java.time.Duration;
import java.util.List;

/** The request that an attempt to deliver a message to an endpoint makes now. */
public interface RequestForm {

    /** What the endpoint gets of the message. */
    Rendered body(Message message, Endpoint endpoint);

    /** The request, before it is signed; without a body where the endpoint's form can make none of the message. */
    AttemptRequest of(Message message, Endpoint endpoint);

    /** How long to wait after each attempt that fails, before jitter; none longer than a day. */
    List<Duration> waits(Endpoint endpoint);
}
