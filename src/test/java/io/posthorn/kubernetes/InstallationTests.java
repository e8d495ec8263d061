package io.posthorn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** What the overlays come to. Where kubectl is not at hand, {@link KubernetesFilesTests} reads the files alone. */
class InstallationTests {

    /** What is left to write and to say when the last attempt has ended. */
    private static final int FAREWELL_SECONDS = 15;

    @BeforeAll
    static void needKubectl(@TempDir Path empty) {
        Kubectl.need(empty);
    }

    static List<Installation> installations() {
        return Rendered.ALL;
    }

    /** Made when somebody asks, and once. */
    private static final class Rendered {

        static final List<Installation> ALL = Installation.all();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void runsUnderTheStrictestRulesForPods(Installation installation) {
        for (PodSpec pod : pods(installation)) {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(userOfTheImage());
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            Container container = onlyContainer(pod);
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getVolumeMounts()).singleElement().satisfies(mount -> assertThat(mount.getMountPath())
                    .isEqualTo("/tmp"));
        }
    }

    @ParameterizedTest
    @MethodSource("installations")
    void asksOnlyForSecretsAndSettingsThatExist(Installation installation) throws IOException {
        Secret example = (Secret) StrictReader.read(Files.readString(Path.of("k8s", "secret.example.yaml")))
                .getFirst();
        ConfigMap settings = settings(installation);

        for (PodSpec pod : pods(installation)) {
            Container container = onlyContainer(pod);
            assertThat(container.getEnvFrom())
                    .extracting(source -> source.getConfigMapRef().getName())
                    .containsExactly(settings.getMetadata().getName());
            assertThat(container.getEnv().stream()
                            .map(EnvVar::getValueFrom)
                            .filter(Objects::nonNull)
                            .map(source -> source.getSecretKeyRef()))
                    .allSatisfy(key -> {
                        assertThat(key.getName())
                                .isEqualTo(example.getMetadata().getName());
                        assertThat(example.getStringData()).containsKey(key.getKey());
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("installations")
    void probesThePortOfItsOwn(Installation installation) {
        Container posthorn = onlyContainer(server(installation));

        assertThat(path(posthorn.getStartupProbe())).isEqualTo("/actuator/health/liveness");
        assertThat(path(posthorn.getLivenessProbe())).isEqualTo("/actuator/health/liveness");
        assertThat(path(posthorn.getReadinessProbe())).isEqualTo("/actuator/health/readiness");
        assertThat(posthorn.getPorts()).anySatisfy(port -> {
            assertThat(port.getName()).isEqualTo("management");
            assertThat(port.getContainerPort()).isEqualTo(8081);
        });
    }

    private static String path(Probe probe) {
        HTTPGetAction question = probe.getHttpGet();
        assertThat(question.getPort().getStrVal()).isEqualTo("management");
        return question.getPath();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void givesAStoppingPodTheTimeThatItsStopCanTake(Installation installation) {
        PodSpec pod = server(installation);
        Container posthorn = onlyContainer(pod);
        long preStop = posthorn.getLifecycle().getPreStop().getSleep().getSeconds();
        long requests = seconds(posthorn, "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE");
        long attempts = seconds(posthorn, "POSTHORN_PIPELINE_DRAIN_FOR");

        assertThat(attempts).as("an attempt may take 30 s").isGreaterThan(30);
        assertThat(requests).as("a phase that ends earlier cuts the drain off").isGreaterThan(attempts);
        assertThat(pod.getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(preStop + requests + attempts + FAREWELL_SECONDS);
    }

    private static long seconds(Container container, String variable) {
        return Long.parseLong(value(container, variable).replaceFirst("s$", ""));
    }

    private static String value(Container container, String variable) {
        return container.getEnv().stream()
                .filter(entry -> entry.getName().equals(variable))
                .findAny()
                .orElseThrow()
                .getValue();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void migratesOnceAndNotInEveryPod(Installation installation) {
        Container migration = onlyContainer(
                installation.the(Job.class).getSpec().getTemplate().getSpec());

        assertThat(migration.getArgs()).containsExactly("migrate");
        assertThat(migration.getImage())
                .isEqualTo(onlyContainer(server(installation)).getImage());
        assertThat(value(onlyContainer(server(installation)), "POSTHORN_POSTGRES_MIGRATE"))
                .isEqualTo("false");
    }

    @ParameterizedTest
    @MethodSource("installations")
    void reservesTheMemoryThatItMayUse(Installation installation) {
        for (PodSpec pod : pods(installation)) {
            Container container = onlyContainer(pod);
            Quantity limit = container.getResources().getLimits().get("memory");
            assertThat(container.getResources().getRequests()).containsEntry("memory", limit);
            assertThat(container.getResources().getLimits()).doesNotContainKey("cpu");
        }
    }

    @ParameterizedTest
    @MethodSource("installations")
    void selectsItsPods(Installation installation) {
        Deployment deployment = installation.the(Deployment.class);
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();

        Stream<Map<String, String>> selectors = Stream.concat(
                installation.all(Service.class).stream()
                        .map(service -> service.getSpec().getSelector()),
                Stream.of(
                        deployment.getSpec().getSelector().getMatchLabels(),
                        installation
                                .the(PodDisruptionBudget.class)
                                .getSpec()
                                .getSelector()
                                .getMatchLabels(),
                        installation
                                .the(NetworkPolicy.class)
                                .getSpec()
                                .getPodSelector()
                                .getMatchLabels()));

        assertThat(selectors).allSatisfy(selector -> assertThat(labels).containsAllEntriesOf(selector));
        assertThat(installation.all(Service.class))
                .flatExtracting(service -> service.getSpec().getPorts())
                .extracting(ServicePort::getTargetPort)
                .allSatisfy(port -> assertThat(port.getStrVal()).isIn("http", "management"));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void reachesTheInternetAndNothingBehindTheWall(Installation installation) {
        List<NetworkPolicyEgressRule> rules =
                installation.the(NetworkPolicy.class).getSpec().getEgress();

        List<IPBlock> blocks = rules.stream()
                .flatMap(rule -> rule.getTo().stream())
                .map(peer -> peer.getIpBlock())
                .filter(Objects::nonNull)
                .toList();
        assertThat(blocks).extracting(IPBlock::getCidr).containsExactly("0.0.0.0/0", "2000::/3");
        assertThat(blocks.getFirst().getExcept())
                .contains(
                        "10.0.0.0/8",
                        "100.64.0.0/10",
                        "127.0.0.0/8",
                        "169.254.0.0/16",
                        "172.16.0.0/12",
                        "192.168.0.0/16");
        assertThat(rules).allSatisfy(rule -> assertThat(rule.getTo()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("installations")
    void isScaledByOneAtMost(Installation installation) {
        int scalers = installation.all(HorizontalPodAutoscaler.class).size()
                + installation.all(ScaledObject.class).size();

        assertThat(scalers).isLessThanOrEqualTo(1);
        assertThat(installation.the(Deployment.class).getSpec().getReplicas() == null)
                .as("a number in the file would undo the scaler's at each apply")
                .isEqualTo(scalers == 1);
    }

    @ParameterizedTest
    @MethodSource("installations")
    void writesItsLogForMachines(Installation installation) {
        assertThat(settings(installation).getData()).containsEntry("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs");
    }

    /** Without it the alert never fires, and nobody hears of that. */
    @ParameterizedTest
    @MethodSource("installations")
    void saysHowLargeTheDiskIsWhereAnAlertAsks(Installation installation) {
        if (!installation.all(PrometheusRule.class).isEmpty()) {
            String disk = settings(installation).getData().get("POSTHORN_METRICS_DISK");
            assertThat(DataSize.parse(String.valueOf(disk))).isGreaterThan(DataSize.ofGigabytes(1));
        }
    }

    /** Grafana's sidecar looks for the label, and shows what is under any name that ends in .json. */
    @ParameterizedTest
    @MethodSource("installations")
    void givesItsBoardToGrafanaWhereItIsMonitored(Installation installation) throws IOException {
        List<ConfigMap> boards = installation.all(ConfigMap.class).stream()
                .filter(map -> labels(map).containsKey("grafana_dashboard"))
                .toList();

        assertThat(boards).hasSameSizeAs(installation.all(PrometheusRule.class));
        for (ConfigMap board : boards) {
            assertThat(labels(board)).containsEntry("grafana_dashboard", "1");
            assertThat(board.getMetadata().getName()).isEqualTo("posthorn-grafana-dashboard");
            assertThat(board.getData())
                    .containsOnly(Map.entry(
                            "posthorn.json",
                            Files.readString(Path.of("k8s/components/monitoring/grafana-dashboard.json"))));
        }
    }

    private static ConfigMap settings(Installation installation) {
        List<ConfigMap> settings = installation.all(ConfigMap.class).stream()
                .filter(map -> map.getData().containsKey("SPRING_R2DBC_URL"))
                .toList();
        assertThat(settings).hasSize(1);
        return settings.getFirst();
    }

    private static Map<String, String> labels(ConfigMap map) {
        return Objects.requireNonNullElse(map.getMetadata().getLabels(), Map.of());
    }

    private static List<PodSpec> pods(Installation installation) {
        return List.of(
                server(installation),
                installation.the(Job.class).getSpec().getTemplate().getSpec());
    }

    private static PodSpec server(Installation installation) {
        return installation.the(Deployment.class).getSpec().getTemplate().getSpec();
    }

    private static Container onlyContainer(PodSpec pod) {
        assertThat(pod.getContainers()).hasSize(1);
        return pod.getContainers().getFirst();
    }

    private static long userOfTheImage() {
        try (Stream<String> lines = Files.lines(Path.of("Dockerfile"))) {
            return lines.filter(line -> line.startsWith("ARG UID="))
                    .mapToLong(line -> Long.parseLong(line.substring("ARG UID=".length())))
                    .findAny()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
