package io.posthorn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words behind a command: options with values, and the rest.
 *
 * @param options by name without dashes, each with its values in order
 */
record CommandWords(Map<String, List<String>> options, List<String> rest) {

    /** @throws IllegalArgumentException when an option is unknown or has no value */
    static CommandWords of(List<String> words, Set<String> known) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                rest.add(word);
                continue;
            }
            String name = word.substring(2);
            if (!known.contains(name) || i + 1 == words.size()) {
                throw new IllegalArgumentException(
                        known.contains(name) ? word + " needs a value." : "The option " + word + " is unknown here.");
            }
            options.computeIfAbsent(name, _ -> new ArrayList<>()).add(words.get(++i));
        }
        return new CommandWords(options, rest);
    }

    /** The last value of an option. */
    @Nullable
    String option(String name) {
        return options.containsKey(name) ? options.get(name).getLast() : null;
    }

    /** The value of an option that must be there. */
    String required(String name) {
        String value = option(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing.");
        }
        return value;
    }
}
