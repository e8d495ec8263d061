package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressClassifierTests {

    private final AddressClassifier classifier = new AddressClassifier(false);
    private final AddressClassifier behindNat64 = new AddressClassifier(true);

    /** First and last address of each block; the addresses before and after it are public unless said otherwise. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.255.255.255, , 1.0.0.0",
        "10.0.0.0, 10.255.255.255, 9.255.255.255, 11.0.0.0",
        "100.64.0.0, 100.127.255.255, 100.63.255.255, 100.128.0.0",
        "127.0.0.0, 127.255.255.255, 126.255.255.255, 128.0.0.0",
        "168.63.129.16, 168.63.129.16, 168.63.129.15, 168.63.129.17",
        "169.254.0.0, 169.254.255.255, 169.253.255.255, 169.255.0.0",
        "172.16.0.0, 172.31.255.255, 172.15.255.255, 172.32.0.0",
        "192.0.0.0, 192.0.0.255, 191.255.255.255, 192.0.1.0",
        "192.0.2.0, 192.0.2.255, 192.0.1.255, 192.0.3.0",
        "192.31.196.0, 192.31.196.255, 192.31.195.255, 192.31.197.0",
        "192.52.193.0, 192.52.193.255, 192.52.192.255, 192.52.194.0",
        "192.88.99.0, 192.88.99.255, 192.88.98.255, 192.88.100.0",
        "192.168.0.0, 192.168.255.255, 192.167.255.255, 192.169.0.0",
        "192.175.48.0, 192.175.48.255, 192.175.47.255, 192.175.49.0",
        "198.18.0.0, 198.19.255.255, 198.17.255.255, 198.20.0.0",
        "198.51.100.0, 198.51.100.255, 198.51.99.255, 198.51.101.0",
        "203.0.113.0, 203.0.113.255, 203.0.112.255, 203.0.114.0",
        "224.0.0.0, 255.255.255.255, 223.255.255.255, ",
        "::, 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, , ",
        "2001::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff, 2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2001:200::",
        "2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db9::",
        "2002::, 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2003::",
        "3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff, 3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 3fff:1000::",
        "4000::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, "
    })
    void refusesABlockFromItsFirstToItsLastAddressAndNoMore(
            String first, String last, @Nullable String before, @Nullable String after) {
        assertThat(isRefused(first)).isTrue();
        assertThat(isRefused(last)).isTrue();
        assertThat(before != null && isRefused(before)).isFalse();
        assertThat(after != null && isRefused(after)).isFalse();
    }

    @Property
    void refusesEverythingOutsideOfGlobalUnicast(@ForAll("v6") byte[] address) {
        boolean globalUnicast = (address[0] & 0xE0) == 0x20;

        assertThat(globalUnicast || classifier.refusedBlock(address).isPresent())
                .isTrue();
    }

    @Property
    void refuses6to4WhateverItEmbeds(@ForAll("v6") byte[] address) {
        address[0] = 0x20;
        address[1] = 0x02;

        assertThat(classifier.refusedBlock(address)).isPresent();
    }

    @Property
    void nat64InheritsTheVerdictOfTheEmbeddedAddress(@ForAll("v4") byte[] embedded) {
        byte[] translated = Arrays.copyOf(new byte[] {0, 0x64, (byte) 0xFF, (byte) 0x9B}, 16);
        System.arraycopy(embedded, 0, translated, 12, 4);

        assertThat(classifier.refusedBlock(translated)).isPresent();
        assertThat(behindNat64.refusedBlock(translated)).isEqualTo(classifier.refusedBlock(embedded));
    }

    @Property
    void neverAllowsWhatTheJdkKnowsToBeSpecial(@ForAll("v4") byte[] address) throws UnknownHostException {
        InetAddress known = InetAddress.getByAddress(address);
        boolean special = known.isAnyLocalAddress()
                || known.isLoopbackAddress()
                || known.isLinkLocalAddress()
                || known.isSiteLocalAddress()
                || known.isMulticastAddress();

        assertThat(!special || classifier.refusedBlock(address).isPresent()).isTrue();
    }

    @Property
    void readsIpv6LiteralsAsTheJdkDoes(@ForAll("v6") byte[] address) throws UnknownHostException {
        InetAddress known = InetAddress.getByAddress(address);
        String text = known.getHostAddress();

        byte[] parsed = text.contains(":") ? IpLiteral.parseV6(text) : IpLiteral.parseV4(text);
        assertThat(parsed).isEqualTo(known.getAddress());
    }

    @ParameterizedTest
    @CsvSource({
        "::, 0",
        "::1, 1",
        "1::, 5192296858534827628530496329220096",
        "::ffff:1.2.3.4, 281470698652420",
        "1:2:3:4:5:6:7:8, 5192455318486707404433266433261576",
        "1:2:3:4:5:6:1.2.3.4, 5192455318486707404433266449711876",
        "::2:3:4:5:6:7:8, 158459951879775902770104041480"
    })
    void readsEveryFormOfIpv6(String text, BigInteger value) {
        assertThat(new BigInteger(1, Objects.requireNonNull(IpLiteral.parseV6(text))))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::1::",
                "1::2::3",
                "12345::",
                "g::",
                "::1%1",
                "::1.2.3",
                "::1.2.3.4.5",
                "1.2.3.4::",
                "::01.2.3.4",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4:5:6:7:8::",
                ":1::2",
                "::1.2.3.4:5",
                " ::1",
                "::٣"
            })
    void refusesOtherTexts(String text) {
        assertThat(IpLiteral.parseV6(text)).isNull();
    }

    @Property
    void literalsNeverThrow(@ForAll String text) {
        assertThat(IpLiteral.parseV4(text))
                .satisfiesAnyOf(parsed -> assertThat(parsed).isNull(), parsed -> assertThat(parsed)
                        .hasSize(4));
        assertThat(IpLiteral.parseV6(text))
                .satisfiesAnyOf(parsed -> assertThat(parsed).isNull(), parsed -> assertThat(parsed)
                        .hasSize(16));
        assertThat(AddressBlock.parse(text)).isEmpty();
    }

    @Example
    void readsBlocks() {
        assertThat(AddressBlock.of("10.0.0.0/9").contains(new byte[] {10, 127, 1, 1}))
                .isTrue();
        assertThat(AddressBlock.of("10.0.0.0/9").contains(new byte[] {10, (byte) 128, 1, 1}))
                .isFalse();
        assertThat(AddressBlock.of("0.0.0.0/0").contains(new byte[] {10, 127, 1, 1}))
                .isTrue();
        assertThat(AddressBlock.of("0.0.0.0/0").contains(new byte[16])).isFalse();
        assertThat(AddressBlock.parse("10.0.0.0/33")).isEmpty();
        assertThat(AddressBlock.parse("10.0.0.0/-1")).isEmpty();
        assertThat(AddressBlock.parse("10.0.0.0/")).isEmpty();
        assertThat(AddressBlock.parse("localhost/8")).isEmpty();
    }

    @Provide
    Arbitrary<byte[]> v4() {
        return Arbitraries.bytes().array(byte[].class).ofSize(4);
    }

    @Provide
    Arbitrary<byte[]> v6() {
        return Arbitraries.bytes().array(byte[].class).ofSize(16);
    }

    private boolean isRefused(String literal) {
        byte[] address = literal.contains(":") ? IpLiteral.parseV6(literal) : IpLiteral.parseV4(literal);
        return classifier.refusedBlock(Objects.requireNonNull(address)).isPresent();
    }
}
