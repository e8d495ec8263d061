package io.posthorn.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;

/** Catalogues of event types to begin with, as OpenAPI documents: those of the recipes. */
final class Presets {

    private static final List<String> NAMES =
            List.of("match-analysis", "flow-sessions", "analyst-studio", "document-integrations", "document-review");

    private final Map<String, String> documents =
            NAMES.stream().collect(Collectors.toMap(Function.identity(), Presets::read));

    /** The document of this name; empty for one that is not known. */
    String document(String name) {
        return documents.getOrDefault(name, "");
    }

    /** What there is, each with its {@code name} and the {@code title} that people read. */
    List<Members> all() {
        return NAMES.stream()
                .map(name -> new Members(Map.of("name", name, "title", name.replace('-', ' '))))
                .toList();
    }

    private static String read(String name) {
        try {
            return new ClassPathResource("presets/" + name + ".yaml").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
