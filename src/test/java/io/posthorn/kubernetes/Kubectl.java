package io.posthorn.kubernetes;

import io.posthorn.interop.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** {@code kubectl kustomize}, which needs no cluster. */
final class Kubectl {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Those before 1.21 have a Kustomize that knows half of our fields. */
    private static final String FIELDS_OF_TODAY = """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            labels:
              - pairs: {a: b}
            components: []
            configMapGenerator:
              - name: x
                literals: [a=b]
                options: {disableNameSuffixHash: true}
            """;

    private Kubectl() {}

    /**
     * Goes on where it can render files such as ours; otherwise skips the tests with a loud line.
     *
     * @param empty a folder for the attempt
     */
    static void need(Path empty) {
        try {
            Files.writeString(empty.resolve("kustomization.yaml"), FIELDS_OF_TODAY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.Ending ending = Program.run(empty, PATIENCE, List.of("kubectl", "kustomize", "."));
        if (ending.code() != 0) {
            System.err.printf("%n####  'kubectl kustomize' DOES NOT WORK HERE: what the files in k8s come to is not"
                    + " looked at.  ####%n%n");
            Assumptions.abort("kubectl kustomize: " + ending.output());
        }
    }

    /** What a folder comes to, read strictly. */
    static List<Object> rendered(Path folder) {
        try {
            Process kubectl = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kubectl.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("kubectl cannot render " + folder);
            }
            return StrictReader.read(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
