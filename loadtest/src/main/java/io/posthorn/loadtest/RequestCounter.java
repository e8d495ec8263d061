package io.posthorn.loadtest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Answers 200 to each HTTP/1.1 request of known length on a connection, counts the POSTs, and tells a GET how many. */
final class RequestCounter extends ByteToMessageDecoder {

    private static final ByteBuf OK = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer().writeBytes(response("").getBytes(US_ASCII)).asReadOnly());
    private final LongAdder posts;

    RequestCounter(LongAdder posts) {
        this.posts = posts;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int whole = MessageLength.of(in);
        if (whole >= 0) {
            boolean isPost = in.getByte(in.readerIndex()) == 'P';
            in.skipBytes(whole);
            context.writeAndFlush(isPost ? counted() : told(), context.voidPromise());
        }
    }

    private ByteBuf counted() {
        posts.increment();
        return OK.duplicate();
    }

    private ByteBuf told() {
        return Unpooled.copiedBuffer(response(Long.toString(posts.sum())), US_ASCII);
    }

    private static String response(String body) {
        return "HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
    }
}
