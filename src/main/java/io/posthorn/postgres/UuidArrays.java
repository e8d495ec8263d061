package io.posthorn.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.codec.CodecMetadata;
import io.r2dbc.postgresql.codec.PostgresTypeIdentifier;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.postgresql.message.Format;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends {@code UUID[]} parameters in the binary format of PostgreSQL's arrays: number of dimensions, a flag for nulls,
 * type of the elements, length and lower bound, then each element with its length. The driver writes them as text, which
 * is twice as long and has to be read again. Reading is left to the driver.
 */
final class UuidArrays implements Codec<UUID[]>, CodecMetadata {

    private static final int ARRAY = PostgresqlObjectId.UUID_ARRAY.getObjectId();
    private static final int ELEMENT = PostgresqlObjectId.UUID.getObjectId();
    private static final int HEADER = 5 * Integer.BYTES;
    private static final int UUID_BYTES = 2 * Long.BYTES;

    private final ByteBufAllocator allocator;

    UuidArrays(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    @Override
    public Class<?> type() {
        return UUID[].class;
    }

    /** None that it reads. */
    @Override
    public Iterable<Format> getFormats() {
        return List.of();
    }

    @Override
    public Iterable<? extends PostgresTypeIdentifier> getDataTypes() {
        return List.of(PostgresqlObjectId.UUID_ARRAY);
    }

    @Override
    public boolean canDecode(int dataType, Format format, Class<?> type) {
        return false;
    }

    @Override
    public UUID @Nullable [] decode(
            @Nullable ByteBuf buffer, int dataType, Format format, Class<? extends UUID[]> type) {
        throw new UnsupportedOperationException("reads nothing");
    }

    @Override
    public boolean canEncode(Object value) {
        return value instanceof UUID[];
    }

    @Override
    public boolean canEncodeNull(Class<?> type) {
        return type == UUID[].class;
    }

    @Override
    public EncodedParameter encode(Object value) {
        return encode(value, ARRAY);
    }

    @Override
    public EncodedParameter encode(Object value, int dataType) {
        UUID[] ids = (UUID[]) value;
        return new EncodedParameter(Format.FORMAT_BINARY, dataType, Mono.fromSupplier(() -> written(ids)));
    }

    @Override
    public EncodedParameter encodeNull() {
        return new EncodedParameter(Format.FORMAT_BINARY, ARRAY, EncodedParameter.NULL_VALUE);
    }

    private ByteBuf written(UUID[] ids) {
        ByteBuf buffer = allocator.buffer(HEADER + ids.length * (Integer.BYTES + UUID_BYTES));
        // An empty array has no dimension, so neither length nor lower bound.
        buffer.writeInt(ids.length == 0 ? 0 : 1).writeInt(0).writeInt(ELEMENT);
        if (ids.length > 0) {
            buffer.writeInt(ids.length).writeInt(1);
        }
        for (UUID id : ids) {
            buffer.writeInt(UUID_BYTES).writeLong(id.getMostSignificantBits()).writeLong(id.getLeastSignificantBits());
        }
        return buffer;
    }
}
