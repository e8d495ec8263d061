package io.posthorn.postgres;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Lets what is written in one turn of the event loop leave in one packet. The driver writes each message of the
 * protocol for itself and waits until it has left, which is a system call for each and wakes the server as often; here
 * a write counts as done at once, and what has gone wrong with it closes the connection, as it does anyway.
 */
final class GatheredWrites extends ChannelOutboundHandlerAdapter {

    private boolean flushing;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message).addListener(written -> {
            if (!written.isSuccess()) {
                context.close();
            }
        });
        promise.trySuccess();
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (!flushing) {
            flushing = true;
            context.executor().execute(() -> {
                flushing = false;
                context.flush();
            });
        }
    }
}
