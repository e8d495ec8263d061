package io.posthorn.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What an overlay installs, as {@code kubectl kustomize} renders it. */
record Installation(String overlay, List<Object> objects) {

    private static final Path OVERLAYS = Path.of("k8s", "overlays");

    /** Whether this machine can render; elsewhere the files are read one by one. */
    static boolean canBeRendered() {
        try {
            return new ProcessBuilder("kubectl", "kustomize", "--help")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** All overlays that there are. */
    static List<Installation> all() {
        try (Stream<Path> overlays = Files.list(OVERLAYS)) {
            return overlays.sorted()
                    .map(overlay -> new Installation(String.valueOf(overlay.getFileName()), rendered(overlay)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Object> rendered(Path overlay) {
        try {
            Process kubectl = new ProcessBuilder("kubectl", "kustomize", overlay.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String yaml = new String(kubectl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (kubectl.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("kubectl cannot render " + overlay);
            }
            return StrictReader.read(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All objects of a type. */
    <T> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The only object of a type. */
    <T> T the(Class<T> type) {
        List<T> all = all(type);
        if (all.size() != 1) {
            throw new AssertionError(overlay + " has " + all.size() + " of " + type.getSimpleName());
        }
        return all.getFirst();
    }

    @Override
    public String toString() {
        return overlay;
    }
}
