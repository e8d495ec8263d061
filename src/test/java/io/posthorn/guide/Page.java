package io.posthorn.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page of the documentation, read for its examples, so that what is run is what is shown. */
record Page(Path file) {

    private static final String FENCE = "```";

    static Page of(String name) {
        return new Page(Path.of("docs", name));
    }

    List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only example in this language under this heading. */
    String example(String heading, String language) {
        List<String> found = examples(heading, language);
        if (found.size() != 1) {
            throw new AssertionError(
                    file + " has " + found.size() + " examples in " + language + " under '" + heading + "'");
        }
        return found.getFirst();
    }

    /** All examples in this language under this heading, up to the next heading of any level. */
    List<String> examples(String heading, String language) {
        List<String> found = new ArrayList<>();
        StringBuilder example = new StringBuilder();
        String under = "";
        String open = "";
        for (String line : lines()) {
            if (!open.isEmpty() && line.equals(FENCE)) {
                if (open.equals(FENCE + language) && under.equals(heading)) {
                    found.add(example.toString());
                }
                open = "";
                example.setLength(0);
            } else if (!open.isEmpty()) {
                example.append(line).append('\n');
            } else if (line.startsWith(FENCE)) {
                open = line;
            } else if (line.startsWith("#")) {
                under = line.replaceFirst("^#+ ", "");
            }
        }
        return found;
    }
}
