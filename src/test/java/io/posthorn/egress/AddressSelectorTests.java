package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AddressSelectorTests {

    private final AddressSelector strict = selector();
    private final AddressSelector loopback4 = selector("127.0.0.0/8");
    private final AddressSelector cluster = selector("10.0.0.0/8");

    @Test
    void keepsPublicAddressesInTheirOrder() {
        List<InetSocketAddress> both =
                List.of(at("a.example.com", "93.184.215.14"), at("a.example.com", "2606:4700::1"));

        assertThat(strict.select(both)).isEqualTo(both);
    }

    @Test
    void oneBadAddressRefusesThemAll() {
        assertRefused(strict.select(List.of(at("a.example.com", "93.184.215.14"), at("a.example.com", "10.0.0.1"))));
        assertRefused(strict.select(List.of(at("a.example.com", "fd00::1"), at("a.example.com", "93.184.215.14"))));
    }

    @Test
    void localhostMeansTheLoopbackAddressesThatAreAllowed() {
        InetSocketAddress four = at("localhost", "127.0.0.1");
        InetSocketAddress six = at("localhost", "::1");

        assertThat(loopback4.select(List.of(six, four))).isEqualTo(List.of(four));
        assertRefused(strict.select(List.of(four, six)));
    }

    @Test
    void aPublicNameMayLeadToAnAllowedNetwork() {
        List<InetSocketAddress> internal = List.of(at("hooks.example.com", "10.1.2.3"));

        assertThat(cluster.select(internal)).isEqualTo(internal);
    }

    @Test
    void anInternalNameMayLeadNowhereElse() {
        List<InetSocketAddress> allowed = List.of(at("receiver", "10.1.2.3"));

        assertThat(cluster.select(allowed)).isEqualTo(allowed);
        assertRefused(cluster.select(List.of(at("receiver", "93.184.215.14"))));
    }

    @Test
    void failsClosedOnWhatItCannotSee() {
        assertRefused(strict.select(List.of(InetSocketAddress.createUnresolved("a.example.com", 80))));
        assertRefused(strict.select(List.of(new RefusedAddress("already"))));
    }

    private static void assertRefused(List<? extends SocketAddress> selected) {
        assertThat(selected).hasSize(1).first().isInstanceOf(RefusedAddress.class);
    }

    private static AddressSelector selector(String... allowed) {
        return new AddressSelector(EgressProperties.allowing(allowed).addressGuard());
    }

    private static InetSocketAddress at(String name, String literal) {
        byte[] bytes = literal.contains(":") ? IpLiteral.parseV6(literal) : IpLiteral.parseV4(literal);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(name, Objects.requireNonNull(bytes)), 80);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
