package io.posthorn.egress;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.transport.ClientTransport;

/**
 * Judges everything a name resolved to, each time one is dialled. One bad address refuses them all: a name that mixes
 * public and internal addresses is an attack or a mistake.
 */
final class AddressSelector implements ClientTransport.ResolvedAddressSelector<HttpClientConfig> {

    private static final String LOCALHOST = "localhost";

    private final AddressGuard guard;

    AddressSelector(AddressGuard guard) {
        this.guard = guard;
    }

    @Override
    public List<? extends SocketAddress> apply(HttpClientConfig config, List<? extends SocketAddress> resolved) {
        return select(resolved);
    }

    List<? extends SocketAddress> select(List<? extends SocketAddress> resolved) {
        List<? extends SocketAddress> candidates = withoutRefusedLocalhosts(resolved);
        return candidates.stream()
                .flatMap(address -> refusal(address).stream())
                .findFirst()
                .<List<? extends SocketAddress>>map(reason -> List.of(new RefusedAddress(reason)))
                .orElse(candidates);
    }

    /** {@code localhost} is both 127.0.0.1 and ::1; where the operator allows one of them, that one is meant. */
    private List<? extends SocketAddress> withoutRefusedLocalhosts(List<? extends SocketAddress> resolved) {
        List<? extends SocketAddress> allowed = resolved.stream()
                .filter(address ->
                        isNamed(address, LOCALHOST) && refusal(address).isEmpty())
                .toList();
        return allowed.isEmpty() ? resolved : allowed;
    }

    private Optional<String> refusal(SocketAddress address) {
        if (!(address instanceof InetSocketAddress dialled)) {
            return Optional.of("something other than an IP address");
        }
        return guard.refusal(dialled).or(() -> Stream.of(dialled)
                .filter(internet -> isPrivateName(internet) && !guard.isExplicitlyAllowed(internet))
                .map(internet -> "an internal name that leads to an address not explicitly allowed")
                .findFirst());
    }

    /** Whether it was reached by a name, not by a literal, that only means something internally. */
    private static boolean isPrivateName(InetSocketAddress dialled) {
        String host = dialled.getHostString();
        return host.indexOf(':') < 0 && IpLiteral.parseV4(host) == null && HostGrammar.isPrivate(host);
    }

    private static boolean isNamed(SocketAddress address, String name) {
        return address instanceof InetSocketAddress dialled
                && dialled.getHostString().equals(name);
    }
}
