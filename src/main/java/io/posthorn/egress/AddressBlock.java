package io.posthorn.egress;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A block of addresses of one family: those that share the first {@code bits} bits with {@code prefix}. */
final class AddressBlock {

    private final byte[] prefix;
    private final int bits;
    private final String text;

    private AddressBlock(byte[] prefix, int bits, String text) {
        this.prefix = prefix;
        this.bits = bits;
        this.text = text;
    }

    /** Reads {@code 10.0.0.0/8}, {@code fc00::/7} or a lone address; empty for any other text. */
    static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte @Nullable [] prefix = address.indexOf(':') >= 0 ? IpLiteral.parseV6(address) : IpLiteral.parseV4(address);
        if (prefix == null) {
            return Optional.empty();
        }
        int bits = slash < 0 ? prefix.length * 8 : bits(text.substring(slash + 1));
        return bits >= 0 && bits <= prefix.length * 8
                ? Optional.of(new AddressBlock(prefix, bits, text))
                : Optional.empty();
    }

    /** The block of a text that is known to be one. */
    static AddressBlock of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text + " is not a block of addresses"));
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || (address[whole] & 0xFF) >> 8 - rest == (prefix[whole] & 0xFF) >> 8 - rest;
    }

    boolean isWithin(AddressBlock outer) {
        return outer.bits <= bits && outer.contains(prefix);
    }

    @Override
    public String toString() {
        return text;
    }

    private static int bits(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }
}
