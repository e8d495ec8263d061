package io.posthorn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files as they lie there; needs nothing but them. */
class KubernetesFilesTests {

    private static final Path ROOT = Path.of("k8s");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    static List<Path> documents() throws IOException {
        return files().stream()
                .filter(file ->
                        !file.endsWith("kustomization.yaml") && file.toString().endsWith(".yaml"))
                .toList();
    }

    static List<Path> kustomizations() throws IOException {
        return files().stream()
                .filter(file -> file.endsWith("kustomization.yaml"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void sayNothingThatKubernetesDoesNotUnderstand(Path file) throws IOException {
        assertThat(StrictReader.read(Files.readString(file))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void nameOnlyFilesThatAreThere(Path file) throws IOException {
        Path directory = file.resolveSibling("");
        Map<?, ?> kustomization = StrictReader.trees(Files.readString(file)).getFirst();

        for (String list : List.of("resources", "components")) {
            if (kustomization.get(list) instanceof List<?> entries) {
                assertThat(entries).allSatisfy(entry -> assertThat(directory.resolve(String.valueOf(entry)))
                        .exists());
            }
        }
    }

    @Test
    void refusesAFieldThatIsMisspelt() {
        assertThatThrownBy(() -> StrictReader.read("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: x}
                        spec:
                          template:
                            spec:
                              containers: [{name: x, readynessProbe: {}}]
                        """)).hasMessageContaining("readynessProbe");
    }

    @Test
    void refusesANameThatIsThereTwice() {
        assertThatThrownBy(() -> StrictReader.read("""
                        apiVersion: v1
                        kind: ServiceAccount
                        kind: ServiceAccount
                        """)).hasMessageContaining("kind");
    }

    @Test
    void keepNoSecret() throws IOException {
        for (Path file : documents()) {
            for (Object document : StrictReader.read(Files.readString(file))) {
                if (document instanceof Secret secret) {
                    assertThat(secret.getStringData().values()).containsOnly("");
                    assertThat(secret.getData()).isNullOrEmpty();
                }
            }
        }
    }
}
