package io.posthorn.egress;

import static io.posthorn.egress.TargetRule.ADDRESS;
import static io.posthorn.egress.TargetRule.HOST_NAME;
import static io.posthorn.egress.TargetRule.PORT;
import static io.posthorn.egress.TargetRule.PRIVATE_NAME;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Judges URLs by the grammar, the names, and the addresses that one guard lets through. */
final class UrlJudge {

    private static final String LOCALHOST = "localhost";

    private final AddressGuard guard;

    UrlJudge(AddressGuard guard) {
        this.guard = guard;
    }

    /** Checks the URL against the grammar, the names and the addresses that are never allowed. */
    TargetVerdict check(String url) {
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
        if (!guard.opensPort(null, address, port)) {
            requirePort(port);
        }
        String refusal = guard.refusal(null, address, port).orElse(null);
        if (refusal != null) {
            throw new TargetRefusedException(ADDRESS, refusal);
        }
    }

    private void requireName(String name, int port) throws TargetRefusedException {
        String denial = guard.denial(name, null, port).orElse(null);
        if (denial != null) {
            throw new TargetRefusedException(ADDRESS, denial);
        }
        boolean localhost = name.equals(LOCALHOST);
        if (localhost && guard.admitsLocalhost(port)) {
            return;
        }
        if (localhost || HostGrammar.isPrivate(name) && !guard.admitsPrivateName(name, port)) {
            throw new TargetRefusedException(PRIVATE_NAME, "the internal name " + name);
        }
        if (!guard.opensPort(name, null, port)) {
            requirePort(port);
        }
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
