package io.posthorn.egress;

import static io.posthorn.egress.TargetRule.ADDRESS;
import static io.posthorn.egress.TargetRule.HOST_NAME;
import static io.posthorn.egress.TargetRule.PORT;
import static io.posthorn.egress.TargetRule.PRIVATE_NAME;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a URL may be a webhook's target: when an endpoint is registered, for a friendly answer, and again before
 * each attempt. A pure function of the URL and the settings; what a name resolves to is judged when it is dialled.
 */
public final class TargetPolicy {

    private static final String LOCALHOST = "localhost";

    private final AddressGuard guard;

    TargetPolicy(AddressGuard guard) {
        this.guard = guard;
    }

    /**
     * The policy of these settings.
     *
     * @throws IllegalArgumentException when a network in them cannot be read
     */
    public static TargetPolicy of(EgressProperties properties) {
        return new TargetPolicy(properties.addressGuard());
    }

    /** Checks the URL against the grammar, the names and the addresses that are never allowed. */
    public TargetVerdict check(String url) {
        try {
            UrlParts parts = UrlGrammar.parse(url);
            return new TargetVerdict.Allowed(target(parts, requireHost(parts)));
        } catch (TargetRefusedException refused) {
            return refused.verdict();
        }
    }

    private String requireHost(UrlParts parts) throws TargetRefusedException {
        String host = parts.host();
        byte @Nullable [] literal = parts.bracketed() ? IpLiteral.parseV6(host) : IpLiteral.parseV4(host);
        if (literal != null) {
            requireAddress(literal, parts.effectivePort());
            return host;
        }
        if (parts.bracketed()) {
            throw new TargetRefusedException(HOST_NAME, "brackets around what is not an IPv6 address");
        }
        String name = HostGrammar.requireName(host);
        requireName(name, parts.effectivePort());
        return name;
    }

    private void requireAddress(byte[] address, int port) throws TargetRefusedException {
        if (!guard.allowed().contains(address, port)) {
            requirePort(port);
        }
        String refusal = guard.refusal(address, port).orElse(null);
        if (refusal != null) {
            throw new TargetRefusedException(ADDRESS, refusal);
        }
    }

    private void requireName(String name, int port) throws TargetRefusedException {
        boolean localhost = name.equals(LOCALHOST);
        if (localhost && guard.allowed().containsLocalhost(port)) {
            return;
        }
        if (localhost || HostGrammar.isPrivate(name) && !guard.allowed().reachBeyondThisMachine()) {
            throw new TargetRefusedException(PRIVATE_NAME, "the internal name " + name);
        }
        requirePort(port);
    }

    private static void requirePort(int port) throws TargetRefusedException {
        if (!PortRule.allows(port)) {
            throw new TargetRefusedException(PORT, "port " + port);
        }
    }

    private static Target target(UrlParts parts, String host) {
        String uri = (parts.secure() ? "https://" : "http://")
                + (parts.bracketed() ? "[" + host + "]" : host)
                + (parts.port() < 0 ? "" : ":" + parts.port())
                + parts.pathAndQuery();
        return new Target(URI.create(uri), parts.secure(), host, parts.effectivePort());
    }
}
