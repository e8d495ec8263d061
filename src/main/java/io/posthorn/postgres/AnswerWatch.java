package io.posthorn.postgres;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection on which something was sent and nothing came back for too long. The server ends every statement
 * of its own accord before that, so whoever would have answered is gone, and the driver would wait for ever.
 */
final class AnswerWatch extends ChannelDuplexHandler {

    private static final Logger log = LoggerFactory.getLogger(AnswerWatch.class);

    private final long limitNanos;
    private long askedAt;
    private boolean asked;
    private @Nullable ScheduledFuture<?> looks;

    AnswerWatch(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        long every = Math.max(1, limitNanos / 4);
        looks = context.executor().scheduleAtFixedRate(() -> look(context), every, every, TimeUnit.NANOSECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ScheduledFuture<?> current = looks;
        if (current != null) {
            current.cancel(false);
        }
        context.fireChannelInactive();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!asked) {
            asked = true;
            askedAt = now(context);
        }
        context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        asked = false;
        context.fireChannelRead(message);
    }

    private void look(ChannelHandlerContext context) {
        if (asked && now(context) - askedAt > limitNanos) {
            log.warn(
                    "PostgreSQL has not answered for {} on {}; the connection is closed and another takes its place",
                    Duration.ofNanos(limitNanos),
                    context.channel());
            context.close();
        }
    }

    private static long now(ChannelHandlerContext context) {
        return context.executor().ticker().nanoTime();
    }
}
