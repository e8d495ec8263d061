package io.posthorn.ledger;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A delivery as a caller names it.
 *
 * @param message by its id or event id
 * @param endpoint by its id or uid
 */
public record NamedDelivery(String message, String endpoint) {

    /** How many a request may name. */
    public static final int MOST = 250;

    private static final String FIELD = "deliveries";

    /** Those in the field {@code deliveries}, each once, in the order in which they are named. */
    public static List<NamedDelivery> several(RequestFields fields) {
        JsonNode list = fields.optionalValue(FIELD);
        if (list == null || !list.isArray() || list.isEmpty() || list.size() > MOST) {
            fields.refuse(FIELD, "must be a list of 1 to " + MOST + " objects with msgId and endpointId");
            return List.of();
        }
        List<NamedDelivery> named = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String message = text(list.get(i), "msgId");
            String endpoint = text(list.get(i), "endpointId");
            if (message == null || endpoint == null) {
                fields.refuse(
                        FIELD,
                        Integer.toString(i),
                        "must be an object with msgId and endpointId, each " + TextRule.IDENTIFIER_256.allowed());
            } else {
                named.add(new NamedDelivery(message, endpoint));
            }
        }
        return named.stream().distinct().toList();
    }

    private static @Nullable String text(JsonNode delivery, String name) {
        JsonNode value = delivery.path(name);
        return value.isString() && TextRule.IDENTIFIER_256.allows(value.stringValue()) ? value.stringValue() : null;
    }
}
