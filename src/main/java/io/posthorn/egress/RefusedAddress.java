package io.posthorn.egress;

import java.net.SocketAddress;

/**
 * Stands for addresses that must not be dialled, on their way to the {@link ConnectGuard}. The selector could throw
 * instead, but then the channel that was made for the connection would never be closed.
 */
final class RefusedAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    private final String reason;

    RefusedAddress(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return "refused: " + reason;
    }
}
