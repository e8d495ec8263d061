package io.posthorn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What k8s/loadtest comes to, beside the Posthorn that it is for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadTestJobTests {

    private static final Path SIMULATIONS = Path.of("loadtest/src/gatling/java/io/posthorn/gatling");

    private Installation loadTest;
    private PodTemplateSpec pod;
    private Container gatling;

    @BeforeAll
    void render(@TempDir Path empty) {
        Kubectl.need(empty);
        loadTest = Installation.of(Path.of("k8s", "loadtest"));
        pod = loadTest.the(Job.class).getSpec().getTemplate();
        gatling = pod.getSpec().getContainers().getFirst();
    }

    @Test
    void runsUnderTheStrictestRulesForPods() throws IOException {
        assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(Files.readString(Path.of("loadtest/Dockerfile")))
                .contains(
                        "USER %d:".formatted(pod.getSpec().getSecurityContext().getRunAsUser()));
        assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(gatling.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(gatling.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(gatling.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    }

    @Test
    void playsASimulationThatIsThere() {
        assertThat(SIMULATIONS.resolve(value("SIMULATION") + ".java")).exists();
    }

    @Test
    void keepsItsReportForAWhileWhereItMayWrite() throws IOException {
        assertThat(gatling.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .containsExactlyInAnyOrder("/tmp", "/results");
        assertThat(Files.readString(Path.of("loadtest/play"))).contains("RESULTS:-/results", "$REPORT_KEPT_SECONDS");
        assertThat(Integer.parseInt(value("REPORT_KEPT_SECONDS"))).isPositive();
    }

    @Test
    void isReachedWherePosthornIsTold() {
        Service receiver = loadTest.the(Service.class);
        int port = receiver.getSpec().getPorts().getFirst().getPort();

        assertThat(value("LOAD_RECEIVER"))
                .isEqualTo("http://" + receiver.getMetadata().getName() + ":" + port);
        assertThat(pod.getMetadata().getLabels())
                .containsAllEntriesOf(receiver.getSpec().getSelector());
        assertThat(gatling.getPorts()).singleElement().satisfies(open -> {
            assertThat(open.getName())
                    .isEqualTo(receiver.getSpec()
                            .getPorts()
                            .getFirst()
                            .getTargetPort()
                            .getStrVal());
            assertThat(open.getContainerPort()).isEqualTo(port);
        });
    }

    /** The policy of the base has no such way, and Kubernetes adds policies up. */
    @Test
    void opensTheWayFromPosthornToTheReceiverAndNoOther() {
        NetworkPolicy policy = loadTest.the(NetworkPolicy.class);
        Deployment posthorn = Installation.of(Path.of("k8s", "base")).the(Deployment.class);

        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Egress");
        assertThat(posthorn.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels());
        assertThat(policy.getSpec().getEgress()).singleElement().satisfies(rule -> {
            assertThat(rule.getTo()).singleElement().satisfies(peer -> assertThat(
                            pod.getMetadata().getLabels())
                    .containsAllEntriesOf(peer.getPodSelector().getMatchLabels()));
            assertThat(rule.getPorts()).singleElement().satisfies(port -> assertThat(
                            port.getPort().getIntVal())
                    .isEqualTo(gatling.getPorts().getFirst().getContainerPort()));
        });
    }

    private String value(String variable) {
        return gatling.getEnv().stream()
                .filter(entry -> entry.getName().equals(variable))
                .map(EnvVar::getValue)
                .findAny()
                .orElseThrow();
    }
}
