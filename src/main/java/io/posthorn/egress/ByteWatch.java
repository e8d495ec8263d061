package io.posthorn.egress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Notes that bytes come in, before they make up anything that the HTTP decoder would pass on. */
final class ByteWatch extends ChannelInboundHandlerAdapter {

    private final ConnectionHistory history;

    ByteWatch(ConnectionHistory history) {
        this.history = history;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        history.bytesCame();
        context.fireChannelRead(bytes);
    }
}
