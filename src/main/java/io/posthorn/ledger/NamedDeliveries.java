package io.posthorn.ledger;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Several deliveries of an application that a caller names.
 *
 * @param handled whether they are to be marked as handled, or opened again
 */
record NamedDeliveries(List<Named> deliveries, boolean handled) {

    private static final int MOST = 250;
    private static final String FIELD = "deliveries";

    /** A message, by its id or event id, and an endpoint, by its id or uid. */
    record Named(String message, String endpoint) {}

    static NamedDeliveries read(RequestFields fields) {
        return new NamedDeliveries(deliveries(fields), fields.flag("handled", true));
    }

    private static List<Named> deliveries(RequestFields fields) {
        JsonNode list = fields.optionalValue(FIELD);
        if (list == null || !list.isArray() || list.isEmpty() || list.size() > MOST) {
            fields.refuse(FIELD, "must be a list of 1 to " + MOST + " objects with msgId and endpointId");
            return List.of();
        }
        List<Named> named = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String message = text(list.get(i), "msgId");
            String endpoint = text(list.get(i), "endpointId");
            if (message == null || endpoint == null) {
                fields.refuse(
                        FIELD,
                        Integer.toString(i),
                        "must be an object with msgId and endpointId, each " + TextRule.IDENTIFIER_256.allowed());
            } else {
                named.add(new Named(message, endpoint));
            }
        }
        return named.stream().distinct().toList();
    }

    private static @Nullable String text(JsonNode delivery, String name) {
        JsonNode value = delivery.path(name);
        return value.isString() && TextRule.IDENTIFIER_256.allows(value.stringValue()) ? value.stringValue() : null;
    }
}
