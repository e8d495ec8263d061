package io.posthorn.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects the names of fields whose values differ; the values themselves are not kept. */
final class DifferingFields {

    private final List<String> names = new ArrayList<>();

    DifferingFields compare(String name, @Nullable Object one, @Nullable Object other) {
        return add(name, !Objects.equals(one, other));
    }

    DifferingFields add(String name, boolean differs) {
        if (differs) {
            names.add(name);
        }
        return this;
    }

    DifferingFields addAll(List<String> others) {
        names.addAll(others);
        return this;
    }

    List<String> names() {
        return List.copyOf(names);
    }
}
