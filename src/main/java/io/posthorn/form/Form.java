package io.posthorn.form;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes of a message what an endpoint gets: compiled once, used by many threads, and never throwing. */
public sealed interface Form permits EnvelopeForm, ChatForm, TemplateForm, UnreadableForm {

    /** The body for this message. */
    Rendered render(FormInput input);

    /**
     * The form that this says; null for raw, which is none.
     *
     * @throws FormFaultException when it cannot be used, with line and column where a template is at fault
     */
    static @Nullable Form of(FormSpec spec) {
        return switch (spec.kind()) {
            case "raw" -> plain(spec, null);
            case "envelope" -> plain(spec, new EnvelopeForm());
            case "template" -> TemplateForm.of(only(spec, "template", "contentType"));
            default -> chat(spec);
        };
    }

    /** Stands for a form that was stored and cannot be read: it makes nothing, and says so. */
    static Form unreadable(String reason) {
        return new UnreadableForm(reason);
    }

    private static Form chat(FormSpec spec) {
        String kinds = Arrays.stream(ChatService.values())
                .map(service -> service.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("', '", "'", "'"));
        return Arrays.stream(ChatService.values())
                .filter(service -> service.name().toLowerCase(Locale.ROOT).equals(spec.kind()))
                .findFirst()
                .map(service -> ChatForm.of(service, only(spec, "text").text()))
                .orElseThrow(() -> new FormFaultException(
                        "kind", "must be one of 'raw', 'envelope', " + kinds + " and 'template'"));
    }

    private static @Nullable Form plain(FormSpec spec, @Nullable Form form) {
        only(spec, new String[0]);
        return form;
    }

    /** Refuses what another kind of form has: who sends it means something else than what would happen. */
    private static FormSpec only(FormSpec spec, String... allowed) {
        @Nullable String[] values = {spec.template(), spec.text(), spec.contentType()};
        String[] names = {"template", "text", "contentType"};
        for (int i = 0; i < names.length; i++) {
            if (values[i] != null && !Arrays.asList(allowed).contains(names[i])) {
                throw new FormFaultException(
                        names[i],
                        "is not part of a form of kind '" + spec.kind() + "': leave it out, or choose "
                                + usedBy(names[i]));
            }
        }
        return spec;
    }

    private static String usedBy(String member) {
        return member.equals("text") ? "kind 'slack', 'discord' or 'teams'" : "kind 'template'";
    }
}
