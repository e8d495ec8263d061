package io.posthorn.egress;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a list of targets: a block of addresses or a host name, each for all ports or for one. Such as {@code
 * 10.1.0.0/16}, {@code 10.1.0.0/16:8080}, {@code 10.1.2.3:8080}, {@code [fd00::7]:8080}, {@code hooks.acme.internal}.
 */
final class TargetEntry {

    private final String text;
    private final @Nullable AddressBlock block;
    private final @Nullable String host;
    private final OptionalInt port;

    private TargetEntry(String text, @Nullable AddressBlock block, @Nullable String host, OptionalInt port) {
        this.text = text;
        this.block = block;
        this.host = host;
        this.port = port;
    }

    /** Reads an entry; empty for what is none. */
    static Optional<TargetEntry> parse(String raw) {
        String text = raw.strip().toLowerCase(Locale.ROOT);
        int colon = portColon(text);
        OptionalInt port = colon < 0 ? OptionalInt.empty() : port(text.substring(colon + 1));
        if (colon >= 0 && port.isEmpty()) {
            return Optional.empty();
        }
        String place = colon < 0 ? text : text.substring(0, colon);
        Optional<AddressBlock> block = AddressBlock.parse(unbracketed(place));
        return block.isPresent()
                ? block.map(found -> new TargetEntry(text, found, null, port))
                : name(place).map(found -> new TargetEntry(text, null, found, port));
    }

    /** Where the port begins: behind a slash, behind a bracket, or at the only colon there is. */
    private static int portColon(String text) {
        int behind = Math.max(text.indexOf('/'), text.indexOf(']'));
        if (behind >= 0) {
            return text.indexOf(':', behind);
        }
        int only = text.indexOf(':');
        return only == text.lastIndexOf(':') ? only : -1;
    }

    private static String unbracketed(String place) {
        return place.startsWith("[") && place.endsWith("]") ? place.substring(1, place.length() - 1) : place;
    }

    private static OptionalInt port(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        return port > 0 && port <= 65_535 ? OptionalInt.of(port) : OptionalInt.empty();
    }

    private static Optional<String> name(String place) {
        try {
            return Optional.of(HostGrammar.requireName(place));
        } catch (TargetRefusedException notAName) {
            return Optional.empty();
        }
    }

    /** Whether it speaks of this target; the host is null where only the address is known. */
    boolean matches(@Nullable String dialledHost, byte @Nullable [] address, int dialledPort) {
        if (port.isPresent() && port.getAsInt() != dialledPort) {
            return false;
        }
        if (block != null) {
            return address != null && block.contains(address);
        }
        return host != null && host.equals(dialledHost);
    }

    /** Whether it names its port, so that it means one that is not usual for webhooks as well. */
    boolean namesPort() {
        return port.isPresent();
    }

    /** Whether it is a block of addresses, which internal names may lead to. */
    boolean isBlock() {
        return block != null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TargetEntry entry && entry.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it is kept: in lower case. */
    @Override
    public String toString() {
        return text;
    }
}
