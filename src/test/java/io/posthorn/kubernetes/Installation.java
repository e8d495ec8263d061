package io.posthorn.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a folder of {@code k8s} installs, as {@code kubectl kustomize} renders it. */
record Installation(String name, List<Object> objects) {

    private static final Path OVERLAYS = Path.of("k8s", "overlays");

    /** All overlays that there are. */
    static List<Installation> all() {
        try (Stream<Path> overlays = Files.list(OVERLAYS)) {
            return overlays.sorted().map(Installation::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That of one folder. */
    static Installation of(Path folder) {
        return new Installation(String.valueOf(folder.getFileName()), Kubectl.rendered(folder));
    }

    /** All objects of a type. */
    <T> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The only object of a type. */
    <T> T the(Class<T> type) {
        List<T> all = all(type);
        if (all.size() != 1) {
            throw new AssertionError(name + " has " + all.size() + " of " + type.getSimpleName());
        }
        return all.getFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
