package io.posthorn.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Judges one address: what the operator allows wins, then what the operator denies, then the {@link
 * AddressClassifier}.
 */
final class AddressGuard {

    private final AllowedNetworks allowed;
    private final List<AddressBlock> denied;
    private final AddressClassifier classifier;

    AddressGuard(AllowedNetworks allowed, List<AddressBlock> denied, AddressClassifier classifier) {
        this.allowed = allowed;
        this.denied = List.copyOf(denied);
        this.classifier = classifier;
    }

    AllowedNetworks allowed() {
        return allowed;
    }

    /** Why this address must not be dialled, for the operator's log; empty when it may be. */
    Optional<String> refusal(byte[] address, int port) {
        if (allowed.contains(address, port)) {
            return Optional.empty();
        }
        return denied.stream()
                .filter(block -> block.contains(address))
                .findFirst()
                .map(AddressBlock::toString)
                .or(() -> classifier.refusedBlock(address))
                .map(block -> "an address in " + block);
    }

    /** The same for an address about to be dialled; one without an address is refused. */
    Optional<String> refusal(InetSocketAddress dialled) {
        InetAddress address = dialled.getAddress();
        return address == null
                ? Optional.of("a name that was not resolved")
                : refusal(address.getAddress(), dialled.getPort());
    }

    /** Whether the operator allows this address by name, so that internal names may lead to it. */
    boolean isExplicitlyAllowed(InetSocketAddress dialled) {
        InetAddress address = dialled.getAddress();
        return address != null && allowed.contains(address.getAddress(), dialled.getPort());
    }
}
