package io.posthorn.dashboard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** The fields of a form that was sent, as the API wants their values. */
record Fields(MultiValueMap<String, String> data) {

    /** A form that nobody has filled in. */
    static final Fields NONE = new Fields(new LinkedMultiValueMap<>());

    /** As the template shows it again. */
    Members shown() {
        return new Members(new LinkedHashMap<>(data.toSingleValueMap()));
    }

    /** The same for the form of an endpoint, one of whose fields comes several times. */
    Members endpoint() {
        return shown().with("type", all("type"));
    }

    /** Hands on a field under its own name, unless it is empty. */
    void given(String name, BiConsumer<String, Object> taker) {
        String text = text(name);
        if (!text.isEmpty()) {
            taker.accept(name, text);
        }
    }

    /** A field without the blanks around it; empty when it is not there. */
    String text(String name) {
        return Optional.ofNullable(data.getFirst(name)).orElse("").strip();
    }

    /** A field that means nothing when it is empty. */
    @Nullable
    String textOrNull(String name) {
        String text = text(name);
        return text.isEmpty() ? null : text;
    }

    /** A number where it is one, so that the API says what is wrong where it is not. */
    @Nullable
    Object numberOrNull(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return null;
        }
        return text.matches("-?\\d{1,9}") ? (Object) Integer.valueOf(text) : text;
    }

    /** Whether a box is ticked. */
    boolean ticked(String name) {
        return data.containsKey(name);
    }

    /** All values of a field that may come several times, without empty ones. */
    List<String> all(String name) {
        return data.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The words of a field, between blanks and commas. */
    List<String> words(String name) {
        return List.of(text(name).split("[\\s,]+")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
