package io.posthorn.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A message for a chat service, from a template or as it is usual. */
final class ChatForm implements Form {

    /** Members that the usual text names. */
    private static final int MOST_LINES = 12;

    private static final int LONGEST_VALUE = 300;
    private static final int MAX_CHARS = 64 * 1024;

    private final ChatService service;
    private final @Nullable TextTemplate text;

    private ChatForm(ChatService service, @Nullable TextTemplate text) {
        this.service = service;
        this.text = text;
    }

    static ChatForm of(ChatService service, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return new ChatForm(service, null);
        }
        TextTemplate template = TextTemplate.compile("text", text, service::value, MAX_CHARS);
        String fault =
                template.renderSample(TemplateData.of(TemplateData.SAMPLE)).fault();
        if (fault != null) {
            throw new FormFaultException("text", fault);
        }
        return new ChatForm(service, template);
    }

    @Override
    public Rendered render(FormInput input) {
        try {
            return body(TemplateData.of(input), input);
        } catch (JacksonException unreadable) {
            return new Rendered.Unusable("the payload cannot be read: " + unreadable.getOriginalMessage());
        }
    }

    private Rendered body(Map<String, @Nullable Object> data, FormInput input) {
        if (text == null) {
            return body(usual(input, data.get("payload")));
        }
        TextTemplate.Made made = text.render(data);
        if (made.text() == null) {
            return new Rendered.Unusable("the text's template " + made.fault());
        }
        return made.text().isBlank()
                ? new Rendered.Unusable("the text's template makes nothing of this message, and empty messages are"
                        + " refused by chat services")
                : body(made.text());
    }

    private Rendered body(String message) {
        return new Rendered.Body(service.body(service.cut(message)).getBytes(UTF_8), null);
    }

    /** The event's type, and what the payload says in plain values at its first level. */
    private String usual(FormInput input, @Nullable Object payload) {
        String head = service.value(input.eventType());
        String rest = payload instanceof Map<?, ?> members
                ? members.entrySet().stream()
                        .filter(member -> isPlain(member.getValue()))
                        .limit(MOST_LINES)
                        .map(member -> shown(member.getKey()) + ": " + shown(member.getValue()))
                        .collect(Collectors.joining(service == ChatService.TEAMS ? "\n\n" : "\n"))
                : shown(payload);
        return rest.isEmpty() ? head : head + (service == ChatService.TEAMS ? "\n\n" : "\n") + rest;
    }

    private static boolean isPlain(@Nullable Object value) {
        return value != null && !(value instanceof Map<?, ?>) && !(value instanceof List<?>);
    }

    private String shown(@Nullable Object value) {
        String whole = value == null ? "" : value.toString();
        int end = Math.min(whole.length(), LONGEST_VALUE);
        boolean halved = end < whole.length() && Character.isHighSurrogate(whole.charAt(end - 1));
        String cut = whole.substring(0, halved ? end - 1 : end);
        return service.value(cut.length() < whole.length() ? cut + "…" : cut);
    }
}
