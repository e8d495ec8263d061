package io.posthorn.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.Collectors;

/**
 * The payload inside an object that says what it is, as
 * <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks</a> recommends: {@code type}, {@code timestamp} and {@code data}, and what else is known. The payload's bytes
 * stand in it as they were accepted.
 */
record EnvelopeForm() implements Form {

    @Override
    public Rendered render(FormInput input) {
        byte[] head = head(input).getBytes(UTF_8);
        byte[] data = input.isJson()
                ? input.payload()
                : JsonText.quoted(new String(input.payload(), UTF_8)).getBytes(UTF_8);
        byte[] body = new byte[head.length + data.length + 1];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(data, 0, body, head.length, data.length);
        body[body.length - 1] = '}';
        return new Rendered.Body(body, null);
    }

    private static String head(FormInput input) {
        StringBuilder head = new StringBuilder(256)
                .append("{\"type\":")
                .append(JsonText.quoted(input.eventType()))
                .append(",\"timestamp\":\"")
                .append(input.at())
                .append("\",\"id\":")
                .append(JsonText.quoted(input.id()))
                .append(",\"application\":")
                .append(JsonText.quoted(input.application()));
        if (input.eventId() != null) {
            head.append(",\"eventId\":").append(JsonText.quoted(input.eventId()));
        }
        head.append(",\"channels\":")
                .append(input.channels().stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]")));
        return head.append(",\"data\":").toString();
    }
}
