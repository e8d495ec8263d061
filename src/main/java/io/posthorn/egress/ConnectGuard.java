package io.posthorn.egress;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The last line: sees the very address that is dialled, whatever came before, and fails before anything is sent. */
@Sharable
final class ConnectGuard extends ChannelOutboundHandlerAdapter {

    private final AddressGuard guard;

    ConnectGuard(AddressGuard guard) {
        this.guard = guard;
    }

    @Override
    public void connect(
            ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        String refusal = refusal(remote);
        if (refusal == null) {
            context.connect(remote, local, promise);
        } else {
            promise.setFailure(new TargetRefusedException(TargetRule.ADDRESS, refusal));
        }
    }

    private @Nullable String refusal(SocketAddress remote) {
        return switch (remote) {
            case InetSocketAddress dialled -> guard.refusal(dialled).orElse(null);
            case RefusedAddress refused -> refused.reason();
            default -> "something other than an IP address";
        };
    }
}
