package io.posthorn.egress;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says which addresses are not on the public Internet, over raw bytes: text forms and the predicates of
 * {@code InetAddress} both miss some. IPv6 is refused unless it is global unicast, so every way to write an IPv4
 * address inside of an IPv6 one is refused without a list of them.
 */
final class AddressClassifier {

    private static final List<AddressBlock> IPV4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");
    private static final AddressBlock GLOBAL_UNICAST = AddressBlock.of("2000::/3");
    private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::/96");
    private static final List<AddressBlock> IPV6 = blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private final boolean nat64;

    /**
     * A classifier.
     *
     * @param nat64 whether this network reaches IPv4 through {@code 64:ff9b::/96}; such addresses then mean what the
     *     IPv4 address in them means, else they are refused
     */
    AddressClassifier(boolean nat64) {
        this.nat64 = nat64;
    }

    /** The block that makes this address of 4 or 16 bytes one to refuse; empty for an address of the public Internet. */
    Optional<String> refusedBlock(byte[] address) {
        if (address.length == 4) {
            return firstOf(IPV4, address);
        }
        if (nat64 && NAT64.contains(address)) {
            return firstOf(IPV4, Arrays.copyOfRange(address, 12, 16));
        }
        return GLOBAL_UNICAST.contains(address) ? firstOf(IPV6, address) : Optional.of("outside of " + GLOBAL_UNICAST);
    }

    private static Optional<String> firstOf(List<AddressBlock> blocks, byte[] address) {
        return blocks.stream()
                .filter(block -> block.contains(address))
                .findFirst()
                .map(AddressBlock::toString);
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Stream.of(texts).map(AddressBlock::of).toList();
    }
}
