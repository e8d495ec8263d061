package io.posthorn.loadtest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One connection that posts, waits for the answer, and posts again. It works on bytes, so that the generator takes as
 * little as possible of a machine that it shares with what it measures.
 */
final class PostConnection extends ByteToMessageDecoder {

    private static final String ACCEPTED = "HTTP/1.1 202 ";

    private final PostRequests requests;
    private final Window window;
    private final CompletableFuture<ChannelHandlerContext> active = new CompletableFuture<>();
    private @Nullable Run run;

    PostConnection(PostRequests requests, Window window) {
        this.requests = requests;
        this.window = window;
    }

    /**
     * What happens until a moment.
     *
     * @param end on the clock of {@link System#nanoTime}
     */
    record Run(long end, LongAdder accepted, LongAdder refused, CompletableFuture<Void> done) {

        static Run until(long end, LongAdder accepted, LongAdder refused) {
            return new Run(end, accepted, refused, new CompletableFuture<>());
        }
    }

    /** Starts; the run's future completes when the last answer is in. */
    CompletableFuture<Void> begin(Run next) {
        return active.thenComposeAsync(context -> begin(context, next));
    }

    private CompletableFuture<Void> begin(ChannelHandlerContext context, Run next) {
        context.executor().execute(() -> {
            run = next;
            proceed(context, next);
        });
        return next.done();
    }

    private void proceed(ChannelHandlerContext context, Run current) {
        if (System.nanoTime() - current.end() >= 0) {
            current.done().complete(null);
        } else if (window.tryStart(requests.messages())) {
            context.writeAndFlush(requests.next(context.alloc()), context.voidPromise());
        } else {
            context.executor().schedule(() -> proceed(context, current), 1, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.fireChannelActive();
        active.complete(context);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int whole = MessageLength.of(in);
        Run current = run;
        if (whole >= 0 && current != null) {
            boolean accepted =
                    in.toString(in.readerIndex(), ACCEPTED.length(), US_ASCII).equals(ACCEPTED);
            (accepted ? current.accepted() : current.refused()).add(requests.messages());
            in.skipBytes(whole);
            proceed(context, current);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Run current = run;
        if (current != null) {
            current.done().completeExceptionally(new IllegalStateException("Posthorn closed a connection"));
        }
        context.fireChannelInactive();
    }
}
