package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTests {

    private final TargetPolicy strict = TargetPolicy.of(EgressProperties.allowing());
    private final TargetPolicy loopback = TargetPolicy.of(EgressProperties.allowing("127.0.0.0/8", "::1/128"));
    private final TargetPolicy onePort = TargetPolicy.of(EgressProperties.allowing("127.0.0.1/32:8080"));
    private final TargetPolicy cluster = TargetPolicy.of(EgressProperties.allowing("10.0.0.0/8"));

    @Test
    void normalisesSchemeAndHostAndNothingElse() {
        Target target = allowed(strict.check("HTTPS://Hooks.Example.COM.:8443/In/../%2e?A=%41&b[]=1"));

        assertThat(target.uri()).hasToString("https://hooks.example.com:8443/In/../%2e?A=%41&b[]=1");
        assertThat(target.secure()).isTrue();
        assertThat(target.host()).isEqualTo("hooks.example.com");
        assertThat(target.port()).isEqualTo(8443);
    }

    @ParameterizedTest
    @CsvSource({"https://a.example.com, 443", "http://a.example.com/x, 80", "https://[2606:4700::1]/, 443"})
    void knowsThePortsOfTheSchemes(String url, int port) {
        assertThat(allowed(strict.check(url)).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({
        "'https://a.example.com/ x', SYNTAX",
        "a.example.com, SYNTAX",
        "https://a.example.com/%zz, SYNTAX",
        "https://a.example.com/[x], SYNTAX",
        "ftp://a.example.com, SCHEME",
        "https://u:p@a.example.com, USERINFO",
        "https://a.example.com/#x, FRAGMENT",
        "https://a.example.com:25, PORT",
        "https://a.example.com:6000, PORT",
        "https://a.example.com:0443, PORT",
        "https://a.example.com:65536, PORT",
        "https://a_b.example.com, HOST_NAME",
        "https://a..example.com, HOST_NAME",
        "https://a.example.4you, HOST_NAME",
        "https://127.1, NUMERIC_HOST",
        "https://fäß.example.com, NON_ASCII",
        "https://localhost, PRIVATE_NAME",
        "https://a.b.svc.cluster.local, PRIVATE_NAME",
        "https://10.0.0.1, ADDRESS",
        "'https://[::ffff:127.0.0.1]/', ADDRESS"
    })
    void namesTheRuleThatIsBroken(String url, TargetRule rule) {
        assertThat(refused(strict.check(url)).rule()).isEqualTo(rule);
    }

    @Test
    void tellsOwnersWhatToChangeButNotWhatIsBehind() {
        assertThat(refused(strict.check("ftp://a.example.com")).publicText())
                .isEqualTo("URL not allowed: use https:// or http://");
        assertThat(refused(strict.check("http://169.254.169.254/")).publicText())
                .isEqualTo("URL not allowed");
        assertThat(refused(strict.check("http://metadata/")).publicText()).isEqualTo("URL not allowed");
        assertThat(refused(strict.check("http://169.254.169.254/")).reason()).contains("169.254.0.0/16");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000/hook",
                "http://localhost/",
                "http://LOCALHOST:22/",
                "http://127.0.0.1:9/",
                "http://127.8.9.1:6000/",
                "http://[::1]:8080/",
                "https://localhost:1/"
            })
    void allowedLoopbackMeansEveryPortAndTheNameLocalhost(String url) {
        assertThat(strict.check(url)).isInstanceOf(TargetVerdict.Refused.class);
        assertThat(loopback.check(url)).isInstanceOf(TargetVerdict.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/", "http://0.0.0.0/", "http://postgres:5432/",
                "http://metadata.google.internal/", "http://x.localhost/", "https://a.example.com:22/", "http://127.1/"
            })
    void allowedLoopbackOpensNothingElse(String url) {
        assertThat(loopback.check(url)).isInstanceOf(TargetVerdict.Refused.class);
    }

    @Test
    void anAllowedNetworkCanBeOpenForOnePortAlone() {
        assertThat(onePort.check("http://127.0.0.1:8080/")).isInstanceOf(TargetVerdict.Allowed.class);
        assertThat(onePort.check("http://localhost:8080/")).isInstanceOf(TargetVerdict.Allowed.class);
        assertThat(onePort.check("http://127.0.0.1:8081/")).isInstanceOf(TargetVerdict.Refused.class);
        assertThat(onePort.check("http://localhost:8081/")).isInstanceOf(TargetVerdict.Refused.class);
    }

    @Test
    void internalNamesAreForThoseWhoAllowAnInternalNetwork() {
        assertThat(cluster.check("http://receiver:8080/")).isInstanceOf(TargetVerdict.Allowed.class);
        assertThat(cluster.check("http://receiver.team.svc.cluster.local:8080/"))
                .isInstanceOf(TargetVerdict.Allowed.class);
        assertThat(cluster.check("http://receiver:22/")).isInstanceOf(TargetVerdict.Refused.class);
        assertThat(cluster.check("http://localhost/")).isInstanceOf(TargetVerdict.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/40", "10.0.0.0/8:0", "10.0.0.0/8:http", "10.0.0.0/8:99999", ""})
    void settingsThatCannotBeReadAreNamed(String network) {
        assertThatThrownBy(() -> TargetPolicy.of(EgressProperties.allowing(network)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + network + "'");
    }

    @Property
    void everyUrlIsJudgedWithoutAnException(@ForAll String text) {
        assertThat(strict.check(text)).isNotNull();
        assertThat(strict.check("https://" + text)).isNotNull();
        assertThat(strict.check("https://a.example.com/" + text)).isNotNull();
    }

    @Property(tries = 3_000)
    void whatIsAllowedIsReadAlikeByTheClient(
            @ForAll @CharRange(from = '!', to = '~') @StringLength(max = 12) String host,
            @ForAll @CharRange(from = '!', to = '~') @StringLength(max = 12) String path) {
        String url = "https://" + host + ".example.com/" + path;

        if (strict.check(url) instanceof TargetVerdict.Allowed(Target target)) {
            URI uri = target.uri();

            assertThat(uri.getHost()).isEqualTo(target.host());
            assertThat(uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()))
                    .isEqualTo(url.replaceFirst("https://[^/?]*", ""));
        }
    }

    private static Target allowed(TargetVerdict verdict) {
        return ((TargetVerdict.Allowed) verdict).target();
    }

    private static TargetVerdict.Refused refused(TargetVerdict verdict) {
        return (TargetVerdict.Refused) verdict;
    }
}
