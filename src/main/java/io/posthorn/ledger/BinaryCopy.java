package io.posthorn.ledger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the binary format of PostgreSQL's {@code COPY … FROM STDIN (FORMAT binary)}: a signature, then per row the
 * number of fields and each field as length and bytes, then a trailer. The buffer passes to whoever calls
 * {@link #finish}; a writer that is not finished must be {@link #discard discarded}.
 */
final class BinaryCopy {

    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int TEXT_OID = 25;
    private static final int NULL = -1;
    private static final long EPOCH_2000_SECONDS = 946_684_800L;

    private final ByteBuf buffer;

    BinaryCopy(int expectedBytes) {
        this(PooledByteBufAllocator.DEFAULT, expectedBytes);
    }

    BinaryCopy(ByteBufAllocator allocator, int expectedBytes) {
        buffer = allocator.buffer(expectedBytes + SIGNATURE.length + 2);
        buffer.writeBytes(SIGNATURE);
    }

    BinaryCopy row(int fields) {
        buffer.writeShort(fields);
        return this;
    }

    BinaryCopy uuid(@Nullable UUID value) {
        if (value == null) {
            return none();
        }
        buffer.writeInt(16);
        buffer.writeLong(value.getMostSignificantBits());
        buffer.writeLong(value.getLeastSignificantBits());
        return this;
    }

    BinaryCopy text(@Nullable String value) {
        if (value == null) {
            return none();
        }
        int lengthAt = buffer.writerIndex();
        buffer.writeInt(0);
        int length = ByteBufUtil.writeUtf8(buffer, value);
        buffer.setInt(lengthAt, length);
        return this;
    }

    BinaryCopy bytes(byte @Nullable [] value) {
        if (value == null) {
            return none();
        }
        buffer.writeInt(value.length);
        buffer.writeBytes(value);
        return this;
    }

    BinaryCopy smallint(int value) {
        buffer.writeInt(2);
        buffer.writeShort(value);
        return this;
    }

    BinaryCopy integer(int value) {
        buffer.writeInt(4);
        buffer.writeInt(value);
        return this;
    }

    BinaryCopy instant(@Nullable Instant value) {
        if (value == null) {
            return none();
        }
        buffer.writeInt(8);
        buffer.writeLong((value.getEpochSecond() - EPOCH_2000_SECONDS) * 1_000_000 + value.getNano() / 1_000);
        return this;
    }

    BinaryCopy texts(List<String> values) {
        int lengthAt = buffer.writerIndex();
        buffer.writeInt(0);
        buffer.writeInt(values.isEmpty() ? 0 : 1);
        buffer.writeInt(0);
        buffer.writeInt(TEXT_OID);
        if (!values.isEmpty()) {
            buffer.writeInt(values.size());
            buffer.writeInt(1);
            values.forEach(this::element);
        }
        buffer.setInt(lengthAt, buffer.writerIndex() - lengthAt - 4);
        return this;
    }

    private void element(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        buffer.writeInt(encoded.length);
        buffer.writeBytes(encoded);
    }

    BinaryCopy none() {
        buffer.writeInt(NULL);
        return this;
    }

    ByteBuf finish() {
        return buffer.writeShort(-1);
    }

    void discard() {
        buffer.release();
    }
}
