package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.deadline.DeadlineScheduler;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.unit.DataSize;
import reactor.core.scheduler.Schedulers;

class EgressPropertiesTests {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withBean(ReactorResourceFactory.class)
            .withBean(DeadlineScheduler.class, () -> new DeadlineScheduler(Schedulers.parallel()))
            .withUserConfiguration(EgressConfiguration.class);

    @Test
    void areStrictUnlessToldOtherwise() {
        application.run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(WebhookClient.class)
                    .hasSingleBean(TargetPolicy.class);
            assertThat(context.getBean(EgressProperties.class)).isEqualTo(EgressProperties.allowing());
            assertThat(context.getBean(TargetPolicy.class).check("http://localhost/"))
                    .isInstanceOf(TargetVerdict.Refused.class);
        });
    }

    @Test
    void areReadFromTheEnvironment() {
        environment(Map.of(
                        "POSTHORN_EGRESS_ALLOWED_NETWORKS", "127.0.0.0/8, ::1/128",
                        "POSTHORN_EGRESS_CONNECT_TIMEOUT", "700ms",
                        "POSTHORN_EGRESS_MAX_RESPONSE_KEPT", "1KB",
                        "POSTHORN_EGRESS_USER_AGENT", "AI-on-the-ball"))
                .run(context -> {
                    EgressProperties properties = context.getBean(EgressProperties.class);
                    assertThat(properties.allowedNetworks()).containsExactly("127.0.0.0/8", "::1/128");
                    assertThat(properties.connectTimeout()).isEqualTo(Duration.ofMillis(700));
                    assertThat(properties.maxResponseKept()).isEqualTo(DataSize.ofKilobytes(1));
                    assertThat(properties.userAgent()).isEqualTo("AI-on-the-ball");
                });
    }

    @Test
    void anEmptyListIsStrictToo() {
        environment(Map.of("POSTHORN_EGRESS_ALLOWED_NETWORKS", "")).run(context -> assertThat(
                        context.getBean(EgressProperties.class).allowedNetworks())
                .isEmpty());
    }

    @Test
    void refuseToStartOnANetworkThatCannotBeRead() {
        environment(Map.of("POSTHORN_EGRESS_ALLOWED_NETWORKS", "10.0.0.0/99"))
                .run(context -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining("'10.0.0.0/99'"));
    }

    private ApplicationContextRunner environment(Map<String, Object> variables) {
        return application.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)));
    }
}
