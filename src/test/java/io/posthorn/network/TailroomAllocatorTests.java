package io.posthorn.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectEncoder;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves by itself, piece for piece, with Netty's own encoders. */
class TailroomAllocatorTests {

    private static final ByteBufAllocator NETTYS = ByteBufAllocator.DEFAULT;

    @Test
    void anAnswerOfSomeHundredBytesLeavesInOnePiece() {
        assertThat(written(TailroomAllocator.INSTANCE, new HttpResponseEncoder(), answer(700)))
                .singleElement()
                .satisfies(whole -> assertThat(whole).startsWith("HTTP/1.1 202").endsWith("x".repeat(700)));
        assertThat(written(NETTYS, new HttpResponseEncoder(), answer(700))).hasSize(2);
    }

    @Test
    void aRequestOfSomeHundredBytesLeavesInOnePiece() {
        assertThat(written(TailroomAllocator.INSTANCE, new HttpRequestEncoder(), request(700)))
                .singleElement()
                .satisfies(whole -> assertThat(whole).startsWith("POST /hook").endsWith("x".repeat(700)));
    }

    @Test
    void whatIsLargeIsNotCopied() {
        assertThat(written(TailroomAllocator.INSTANCE, new HttpResponseEncoder(), answer(3000)))
                .satisfiesExactly(
                        head -> assertThat(head).startsWith("HTTP/1.1 202").endsWith("\r\n\r\n"),
                        body -> assertThat(body).isEqualTo("x".repeat(3000)));
    }

    @Test
    void givesNoLessThanIsAskedFor() {
        ByteBuf large = TailroomAllocator.INSTANCE.buffer(TailroomAllocator.ROOM * 3);
        assertThat(large.capacity()).isGreaterThanOrEqualTo(TailroomAllocator.ROOM * 3);
        assertThat(large.release()).isTrue();
    }

    @Test
    void leavesBuffersForWhatArrivesAsTheyAre() {
        ByteBuf arriving = TailroomAllocator.INSTANCE.ioBuffer(64);
        assertThat(arriving.capacity()).isEqualTo(64);
        assertThat(arriving.isDirect()).isTrue();
        assertThat(arriving.release()).isTrue();
    }

    private static DefaultFullHttpResponse answer(int length) {
        DefaultFullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.ACCEPTED, body(length));
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        return answer;
    }

    private static DefaultFullHttpRequest request(int length) {
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/hook", body(length));
        request.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        return request;
    }

    private static ByteBuf body(int length) {
        return Unpooled.copiedBuffer("x".repeat(length), StandardCharsets.US_ASCII);
    }

    private static List<String> written(ByteBufAllocator buffers, HttpObjectEncoder<?> encoder, Object message) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(buffers);
        channel.pipeline().addLast(encoder);
        channel.writeOutbound(message);
        List<String> pieces = new ArrayList<>();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            pieces.add(piece.toString(StandardCharsets.US_ASCII));
            assertThat(piece.release()).isTrue();
        }
        channel.finishAndReleaseAll();
        return pieces;
    }
}
