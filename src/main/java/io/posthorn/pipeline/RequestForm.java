package io.posthorn.pipeline;

import io.posthorn.dispatch.AttemptRequest;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.ledger.Message;

/** The request that an attempt to deliver a message to an endpoint makes now. */
@FunctionalInterface
public interface RequestForm {

    /** The request, before it is signed. */
    AttemptRequest of(Message message, Endpoint endpoint);
}
