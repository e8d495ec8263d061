package io.posthorn.egress;

import static io.netty.handler.codec.http.HttpResponseStatus.SWITCHING_PROTOCOLS;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets final responses through and nothing else. Informational ones (RFC 9110, 15.2) are dropped, because the client
 * above would take a 103 for the answer; what the decoder could not read becomes one typed error.
 */
final class ResponseFilter extends ChannelInboundHandlerAdapter {

    /** More than any receiver has a use for; past it, somebody is keeping us busy. */
    private static final int MAX_INFORMATIONAL = 32;

    private final ConnectionHistory history;
    private boolean dropping;
    private int dropped;

    ResponseFilter(ConnectionHistory history) {
        this.history = history;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case HttpResponse response when !history.isAwaiting() -> hangUp(context, response);
            case HttpResponse response when isCutShort(response) -> ReferenceCountUtil.release(response);
            case HttpResponse response
            when response.decoderResult().isFailure() ->
                refuse(context, message, unreadable(response.decoderResult().cause()));
            case HttpResponse response when isInformational(response) -> drop(context, response);
            case HttpContent content when dropping -> endDropping(context, content);
            default -> pass(context, message);
        }
    }

    private void drop(ChannelHandlerContext context, HttpResponse response) {
        if (response.status().code() == SWITCHING_PROTOCOLS.code()) {
            refuse(context, response, new MalformedResponseException("another protocol that nobody asked for"));
        } else if (++dropped > MAX_INFORMATIONAL) {
            refuse(context, response, new MalformedResponseException("informational responses without end"));
        } else {
            dropping = true;
            ReferenceCountUtil.release(response);
        }
    }

    private void endDropping(ChannelHandlerContext context, HttpContent content) {
        dropping = !(content instanceof LastHttpContent);
        content.release();
        context.read();
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse) {
            dropped = 0;
        }
        if (message instanceof LastHttpContent) {
            history.endResponse();
        }
        context.fireChannelRead(message);
    }

    /** A response that nobody asked for would pass as the answer to the next request over this connection. */
    private static void hangUp(ChannelHandlerContext context, HttpResponse unasked) {
        ReferenceCountUtil.release(unasked);
        context.close();
    }

    private static void refuse(ChannelHandlerContext context, Object message, MalformedResponseException error) {
        ReferenceCountUtil.release(message);
        context.fireExceptionCaught(error);
        context.close();
    }

    /** Whether the connection ended within the headers, which the end of the connection itself reports. */
    private static boolean isCutShort(HttpResponse response) {
        return response.decoderResult().cause() instanceof PrematureChannelClosureException;
    }

    private static boolean isInformational(HttpResponse response) {
        return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private static MalformedResponseException unreadable(Throwable cause) {
        return switch (cause) {
            case TooLongHttpHeaderException _ ->
                new MalformedResponseException("response headers larger than we accept", cause);
            case TooLongHttpLineException _ ->
                new MalformedResponseException("a status line longer than we accept", cause);
            default -> new MalformedResponseException("an answer that is not valid HTTP", cause);
        };
    }
}
