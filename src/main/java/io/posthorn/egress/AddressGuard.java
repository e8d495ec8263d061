package io.posthorn.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges one address. In this order: what operators deny while we run; what the settings allow; what the settings deny;
 * what operators allow one organization; and the {@link AddressClassifier}.
 */
final class AddressGuard {

    private static final String LOCALHOST = "localhost";
    private static final byte[] LOCALHOST4 = {127, 0, 0, 1};
    private static final byte[] LOCALHOST6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final AllowedNetworks allowed;
    private final List<AddressBlock> denied;
    private final AddressClassifier classifier;
    private final List<TargetEntry> denials;
    private final List<TargetEntry> exceptions;

    AddressGuard(AllowedNetworks allowed, List<AddressBlock> denied, AddressClassifier classifier) {
        this(allowed, denied, classifier, List.of(), List.of());
    }

    private AddressGuard(
            AllowedNetworks allowed,
            List<AddressBlock> denied,
            AddressClassifier classifier,
            List<TargetEntry> denials,
            List<TargetEntry> exceptions) {
        this.allowed = allowed;
        this.denied = List.copyOf(denied);
        this.classifier = classifier;
        this.denials = denials;
        this.exceptions = exceptions;
    }

    /** The same settings under other lists. */
    AddressGuard with(List<TargetEntry> otherDenials, List<TargetEntry> otherExceptions) {
        return new AddressGuard(allowed, denied, classifier, otherDenials, otherExceptions);
    }

    List<TargetEntry> exceptions() {
        return exceptions;
    }

    /** Why this address must not be dialled, for the operator's log; empty when it may be. */
    Optional<String> refusal(@Nullable String host, byte[] address, int port) {
        Optional<String> denial = denial(host, address, port);
        if (denial.isPresent() || allowed.contains(address, port)) {
            return denial;
        }
        return denied.stream()
                .filter(block -> block.contains(address))
                .findFirst()
                .map(block -> "an address in " + block + ", which the settings deny")
                .or(() -> isException(host, address, port)
                        ? Optional.empty()
                        : classifier.refusedBlock(address).map(block -> "an address in " + block));
    }

    /** The same for an address about to be dialled; one without an address is refused. */
    Optional<String> refusal(InetSocketAddress dialled) {
        InetAddress address = dialled.getAddress();
        return address == null
                ? Optional.of("a name that was not resolved")
                : refusal(dialled.getHostString(), address.getAddress(), dialled.getPort());
    }

    /** Why operators deny the target, of which the address may not be known yet. */
    Optional<String> denial(@Nullable String host, byte @Nullable [] address, int port) {
        return denials.stream()
                .filter(entry -> entry.matches(host, address, port))
                .findFirst()
                .map(entry -> "the operators' deny list, by its entry " + entry);
    }

    private boolean isException(@Nullable String host, byte @Nullable [] address, int port) {
        return exceptions.stream().anyMatch(entry -> entry.matches(host, address, port));
    }

    /** Whether the operator allows this address by name, so that internal names may lead to it. */
    boolean isExplicitlyAllowed(InetSocketAddress dialled) {
        InetAddress address = dialled.getAddress();
        return address != null
                && (allowed.contains(address.getAddress(), dialled.getPort())
                        || isException(dialled.getHostString(), address.getAddress(), dialled.getPort()));
    }

    /** Whether a port that webhooks do not use is meant to be used here. */
    boolean opensPort(@Nullable String host, byte @Nullable [] address, int port) {
        return address != null && allowed.contains(address, port)
                || exceptions.stream().anyMatch(entry -> entry.namesPort() && entry.matches(host, address, port));
    }

    /** Whether a name that means something only inside of a network may be a target. */
    boolean admitsPrivateName(String name, int port) {
        return isException(name, null, port)
                || allowed.reachBeyondThisMachine()
                || exceptions.stream().anyMatch(TargetEntry::isBlock);
    }

    /** Whether {@code localhost} may be dialled on this port. */
    boolean admitsLocalhost(int port) {
        return allowed.containsLocalhost(port)
                || Stream.of(LOCALHOST4, LOCALHOST6).anyMatch(address -> isException(LOCALHOST, address, port));
    }
}
