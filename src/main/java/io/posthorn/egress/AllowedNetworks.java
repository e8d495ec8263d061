package io.posthorn.egress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator allows in spite of the rules: blocks, each for all ports or for one. */
final class AllowedNetworks {

    private static final AddressBlock LOOPBACK4 = AddressBlock.of("127.0.0.0/8");
    private static final AddressBlock LOOPBACK6 = AddressBlock.of("::1/128");
    private static final byte[] LOCALHOST4 = {127, 0, 0, 1};
    private static final byte[] LOCALHOST6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final List<Entry> entries;

    private AllowedNetworks(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * Reads entries such as {@code 10.1.0.0/16}, {@code ::1/128} or, for one port alone, {@code 127.0.0.0/8:8080}.
     *
     * @throws IllegalArgumentException naming the entry that is none of these
     */
    static AllowedNetworks of(List<String> texts) {
        return new AllowedNetworks(
                texts.stream().map(String::strip).map(AllowedNetworks::entry).toList());
    }

    boolean contains(byte[] address, int port) {
        return entries.stream().anyMatch(entry -> entry.allows(address, port));
    }

    /** Whether the name {@code localhost} may be dialled on this port. */
    boolean containsLocalhost(int port) {
        return contains(LOCALHOST4, port) || contains(LOCALHOST6, port);
    }

    /** Whether anything but this very machine is allowed, so that internal names can mean something allowed. */
    boolean reachBeyondThisMachine() {
        return entries.stream().anyMatch(entry -> !entry.isLoopback());
    }

    private static Entry entry(String text) {
        int slash = text.indexOf('/');
        int colon = slash < 0 ? -1 : text.indexOf(':', slash);
        String block = colon < 0 ? text : text.substring(0, colon);
        Integer port = colon < 0 ? null : port(text, text.substring(colon + 1));
        return AddressBlock.parse(block).map(parsed -> new Entry(parsed, port)).orElseThrow(() -> unreadable(text));
    }

    private static Integer port(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            throw unreadable(text);
        }
        throw unreadable(text);
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("allowed network '" + text
                + "' is not a block of addresses such as 10.1.0.0/16, ::1/128 or 127.0.0.0/8:8080");
    }

    private record Entry(AddressBlock block, @Nullable Integer port) {

        boolean allows(byte[] address, int dialled) {
            return (port == null || port == dialled) && block.contains(address);
        }

        boolean isLoopback() {
            return block.isWithin(LOOPBACK4) || block.isWithin(LOOPBACK6);
        }
    }
}
