package io.posthorn.loadtest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;

/** Where an HTTP/1.1 message ends, for those that say how long their content is. */
final class MessageLength {

    private static final ByteBuf HEAD_END = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("\r\n\r\n", US_ASCII).asReadOnly());
    private static final AsciiString LENGTH = AsciiString.cached("\r\ncontent-length:");

    /** Makes a lower case letter of an upper case one, and leaves dash and colon alone. */
    private static final int LOWER_CASE = 0x20;

    private MessageLength() {}

    /** Bytes of the first message, or -1 while it is not there as a whole. */
    static int of(ByteBuf in) {
        int head = headLength(in);
        int whole = head < 0 ? head : head + contentLength(in, head);
        return in.readableBytes() >= whole ? whole : -1;
    }

    private static int headLength(ByteBuf in) {
        int end = ByteBufUtil.indexOf(HEAD_END, in);
        return end < 0 ? end : end - in.readerIndex() + HEAD_END.readableBytes();
    }

    /** Zero when no length is given. */
    private static int contentLength(ByteBuf in, int head) {
        int start = in.readerIndex();
        for (int line = in.indexOf(start, start + head, (byte) '\r');
                line >= 0 && line + LENGTH.length() < start + head;
                line = in.indexOf(line + 1, start + head, (byte) '\r')) {
            if (isLength(in, line)) {
                return number(in, line + LENGTH.length());
            }
        }
        return 0;
    }

    private static boolean isLength(ByteBuf in, int line) {
        for (int i = 2; i < LENGTH.length(); i++) {
            if ((in.getByte(line + i) | LOWER_CASE) != LENGTH.byteAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int number(ByteBuf in, int from) {
        int number = 0;
        for (int i = from; in.getByte(i) != '\r'; i++) {
            if (in.getByte(i) != ' ') {
                number = number * 10 + in.getByte(i) - '0';
            }
        }
        return number;
    }
}
