package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** A message as the API shows it, with its payload in the very bytes that were accepted. */
public final class MessageJson {

    private static final byte[] NO_CONTENT = {'{', '}'};

    private MessageJson() {}

    /**
     * The JSON object.
     *
     * @param payload the accepted bytes; null shows an empty object in their place
     */
    public static byte[] write(
            UUID id,
            String eventType,
            @Nullable String eventId,
            List<String> channels,
            List<String> tags,
            byte @Nullable [] payload) {
        StringBuilder head = new StringBuilder(256).append("{\"channels\":");
        texts(head, channels);
        text(head.append(",\"eventId\":"), eventId);
        text(head.append(",\"eventType\":"), eventType);
        text(head.append(",\"id\":"), IdKind.MESSAGE.format(id));
        texts(head.append(",\"tags\":"), tags);
        text(head.append(",\"timestamp\":"), IdGenerator.timeOf(id).toString());
        head.append(",\"payload\":");
        byte[] content = payload == null ? NO_CONTENT : payload;
        byte[] before = head.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream json = new ByteArrayOutputStream(before.length + content.length + 1);
        json.writeBytes(before);
        json.writeBytes(content);
        json.write('}');
        return json.toByteArray();
    }

    private static void texts(StringBuilder json, List<String> values) {
        if (values.isEmpty()) {
            json.append("null");
            return;
        }
        String separator = "[";
        for (String value : values) {
            text(json.append(separator), value);
            separator = ",";
        }
        json.append(']');
    }

    private static void text(StringBuilder json, @Nullable String value) {
        if (value == null) {
            json.append("null");
            return;
        }
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        json.append('"');
    }
}
