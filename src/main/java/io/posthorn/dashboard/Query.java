package io.posthorn.dashboard;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** The query parameters of a look-up, each with a value. */
record Query(List<String> pairs) {

    static Query none() {
        return new Query(List.of());
    }

    /** With one more, unless it has no value. */
    Query with(String name, @Nullable Object value) {
        if (value == null || value.toString().isBlank()) {
            return this;
        }
        List<String> more = new ArrayList<>(pairs);
        more.add(name + "=" + escaped(value.toString()));
        return new Query(List.copyOf(more));
    }

    /** A text as a part of an address, whatever is in it. */
    static String escaped(String text) {
        return UriUtils.encode(text, "UTF-8");
    }

    /** As the browser would write it after a question mark. */
    String text() {
        return String.join("&", pairs);
    }

    URI on(URI uri) {
        return pairs.isEmpty()
                ? uri
                : UriComponentsBuilder.fromUri(uri).query(text()).build(true).toUri();
    }
}
