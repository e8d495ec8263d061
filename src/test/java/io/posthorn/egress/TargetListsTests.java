package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators allow one organization, and deny all of them. */
class TargetListsTests {

    private static final UUID ACME = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private TargetLists lists = TargetLists.of(EgressProperties.allowing());

    private boolean mayReach(UUID organization, String url) {
        return new TargetPolicy(lists).check(organization, url) instanceof TargetVerdict.Allowed;
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.1.0.0/16",
        "10.1.0.0/16:8080, 10.1.0.0/16:8080",
        " 10.1.2.3:8080 , 10.1.2.3:8080",
        "10.1.2.3, 10.1.2.3",
        "fd00::/8, fd00::/8",
        "fd00::/8:8443, fd00::/8:8443",
        "fd00::7, fd00::7",
        "[fd00::7]:8080, [fd00::7]:8080",
        "Hooks.Acme.Internal, hooks.acme.internal",
        "receiver:9000, receiver:9000",
    })
    void readsHostsAndBlocksWithAndWithoutAPort(String said, String kept) {
        assertThat(TargetLists.canonical(said)).contains(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10.1.0.0/33",
                "10.1.0.0/16:0",
                "10.1.0.0/16:99999",
                "10.1.2.3:",
                "http://acme.com",
                "a b",
                "*.acme.com",
                "010.1.2.3",
                "[fd00::7",
                "acme.com:http",
                "acme.com/path",
                "::1:8080/x",
            })
    void refusesWhatIsNeither(String said) {
        assertThat(TargetLists.canonical(said)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, http://10.1.2.3:8080/, true",
        "10.1.0.0/16, http://10.2.2.3:8080/, false",
        "10.1.0.0/16:8080, http://10.1.2.3:8080/, true",
        "10.1.0.0/16:8080, http://10.1.2.3:8081/, false",
        "10.1.0.0/16, http://10.1.2.3:22/, false",
        "10.1.0.0/16:22, http://10.1.2.3:22/, true",
        "fd00::/8, 'http://[fd00::7]:8080/', true",
        "hooks.acme.internal, https://hooks.acme.internal/x, true",
        "hooks.acme.internal, https://other.acme.internal/x, false",
        "hooks.acme.internal:8443, https://hooks.acme.internal/x, false",
        "10.1.0.0/16, https://hooks.acme.internal/x, true",
        "127.0.0.0/8, http://localhost:8080/, true",
    })
    void anEntryOpensTheDoorForItsOrganizationAlone(String entry, String url, boolean allowed) {
        lists.replace(List.of(), Map.of(ACME, List.of(entry)));

        assertThat(mayReach(ACME, url)).isEqualTo(allowed);
        assertThat(mayReach(OTHER, url)).isFalse();
        lists.replace(List.of(), Map.of());
        assertThat(mayReach(ACME, url)).isFalse();
    }

    @Test
    void whatIsDeniedStandsAboveAllThatIsAllowed() {
        lists = TargetLists.of(EgressProperties.allowing("10.0.0.0/8"));
        lists.replace(List.of("10.1.2.3", "example.com", "10.9.9.9:8080"), Map.of(ACME, List.of("10.1.2.3")));

        assertThat(mayReach(ACME, "http://10.1.2.3/")).isFalse();
        assertThat(mayReach(ACME, "http://10.1.2.4/")).isTrue();
        assertThat(mayReach(OTHER, "https://Example.com./hook")).isFalse();
        assertThat(mayReach(OTHER, "https://www.example.com/hook")).isTrue();
        assertThat(mayReach(OTHER, "http://10.9.9.9:8080/")).isFalse();
        assertThat(mayReach(OTHER, "http://10.9.9.9:8081/")).isTrue();
    }

    @Test
    void whatTheSettingsDenyIsAllowedToNoOrganization() {
        AddressGuard settings = new AddressGuard(
                AllowedNetworks.of(List.of()), List.of(AddressBlock.of("10.1.0.0/16")), new AddressClassifier(false));
        lists = new TargetLists(settings);
        lists.replace(List.of(), Map.of(ACME, List.of("10.0.0.0/8")));

        assertThat(mayReach(ACME, "http://10.1.2.3/")).isFalse();
        assertThat(mayReach(ACME, "http://10.2.2.3/")).isTrue();
    }

    @Test
    void tellsOperatorsTheEntryAndCustomersNothing() {
        lists.replace(List.of("198.41.0.0/24"), Map.of());

        TargetVerdict verdict = new TargetPolicy(lists).check(ACME, "http://198.41.0.4/");

        assertThat(verdict).isInstanceOfSatisfying(TargetVerdict.Refused.class, refused -> {
            assertThat(refused.reason()).contains("deny list").contains("198.41.0.0/24");
            assertThat(refused.publicText()).isEqualTo("URL not allowed");
        });
    }

    @Test
    void keepsItsJudgesAsLongAsTheyJudgeTheSame() {
        lists.replace(List.of(), Map.of(ACME, List.of("10.0.0.0/8")));
        AddressGuard acme = lists.guard(ACME);
        AddressGuard usual = lists.guard(OTHER);

        lists.replace(List.of(), Map.of(ACME, List.of("10.0.0.0/8"), OTHER, List.of("10.0.0.0/8")));
        assertThat(lists.guard(ACME)).isSameAs(acme);
        assertThat(lists.guard(OTHER)).isNotSameAs(usual).isNotSameAs(acme);
        assertThat(lists.guard(null)).isSameAs(usual);

        lists.replace(List.of("192.0.2.1"), Map.of(ACME, List.of("10.0.0.0/8")));
        assertThat(lists.guard(ACME)).isNotSameAs(acme);
        assertThat(lists.guard(null)).isNotSameAs(usual);
    }
}
