package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheredWritesTests {

    private static final String BROKEN = "broken";

    private final Socket socket = new Socket();
    private final Driver driver = new Driver();
    private final EmbeddedChannel channel = new EmbeddedChannel(socket, new GatheredWrites(), driver);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void flushesOnceWhatIsWrittenInOneTurn() {
        channel.writeInbound("turn");

        assertThat(channel.<String>readOutbound()).isEqualTo("BEGIN");
        assertThat(channel.<String>readOutbound()).isEqualTo("COPY");
        assertThat(socket.flushes).isOne();
    }

    @Test
    void flushesAgainInTheNextTurn() {
        channel.writeInbound("turn");
        channel.writeInbound("turn");

        assertThat(socket.flushes).isEqualTo(2);
    }

    @Test
    void countsAWriteAsDoneBeforeItHasLeft() {
        channel.writeInbound("turn");

        assertThat(driver.doneBeforeItLeft).isTrue();
    }

    @Test
    void endsTheConnectionWhenAWriteFails() {
        channel.writeOneOutbound(BROKEN);

        assertThat(channel.isOpen()).isFalse();
    }

    /** Counts flushes, and cannot write what is broken. */
    private static final class Socket extends ChannelOutboundHandlerAdapter {

        private int flushes;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message.equals(BROKEN)) {
                promise.setFailure(new IOException("broken pipe"));
            } else {
                context.write(message, promise);
            }
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes++;
            context.flush();
        }
    }

    /** Sends two messages in each turn of the event loop. */
    private final class Driver extends ChannelInboundHandlerAdapter {

        private boolean doneBeforeItLeft;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            int flushes = socket.flushes;
            ChannelFuture first = context.writeAndFlush("BEGIN");
            ChannelFuture second = context.writeAndFlush("COPY");
            doneBeforeItLeft = first.isSuccess() && second.isSuccess() && socket.flushes == flushes;
        }
    }
}
