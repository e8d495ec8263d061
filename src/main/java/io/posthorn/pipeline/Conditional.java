package io.posthorn.pipeline;

import io.posthorn.endpoint.Endpoint;
import io.posthorn.form.Condition;
import io.posthorn.form.Conditions;
import io.posthorn.ledger.Message;
import java.util.ArrayList;
import java.util.List;

/** Leaves out the endpoints whose condition a message does not meet; its payload is read once for all of them, if any. */
final class Conditional {

    private Conditional() {}

    static List<Endpoint> of(List<Endpoint> matching, Message message) {
        List<Condition> conditions = new ArrayList<>(0);
        for (Endpoint endpoint : matching) {
            Condition condition = endpoint.shape().condition();
            if (condition != null) {
                conditions.add(condition);
            }
        }
        return conditions.isEmpty() ? matching : meeting(matching, conditions, message);
    }

    private static List<Endpoint> meeting(List<Endpoint> matching, List<Condition> conditions, Message message) {
        var met = Conditions.met(conditions, message.payload(), message.terms().contentType())
                .iterator();
        return matching.stream()
                .filter(endpoint -> endpoint.shape().condition() == null || met.next())
                .toList();
    }
}
