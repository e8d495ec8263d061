package io.posthorn.observability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/**
 * The names of the environment variables that we read, from the descriptions of our settings that the build collects.
 *
 * @param names in capitals, for example {@code POSTHORN_ADMIN_KEY}
 */
record KnownVariables(SortedSet<String> names) {

    private static final String DESCRIPTIONS = "META-INF/spring-configuration-metadata.json";
    private static final String OURS = "posthorn.";

    static KnownVariables fromClassPath() {
        SortedSet<String> names = new TreeSet<>();
        try {
            for (URL url :
                    Collections.list(KnownVariables.class.getClassLoader().getResources(DESCRIPTIONS))) {
                collect(url, names);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KnownVariables(names);
    }

    private static void collect(URL url, SortedSet<String> names) throws IOException {
        try (InputStream content = url.openStream()) {
            JsonMapper.shared().readTree(content).path("properties").forEach(property -> {
                String name = property.path("name").asString("");
                if (name.startsWith(OURS)) {
                    names.add(name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
                }
            });
        }
    }

    /** Whether the name is known, as it is, without the underscores of its dashes, or as an element of a list or map. */
    boolean contains(String name) {
        return names.stream()
                .anyMatch(known -> known.equals(name)
                        || name.startsWith(known + "_")
                        || known.replace("_", "").equals(name.replace("_", "")));
    }

    /** The known name that takes the fewest strokes to get to. */
    String nearest(String name) {
        return names.stream()
                .min(Comparator.comparingInt(known -> distance(known, name)))
                .orElse("none");
    }

    /** Levenshtein's: insertions, deletions and replacements of single characters. */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
