package io.posthorn.network;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Netty's allocator, but with room to spare behind what is asked for. The HTTP encoder asks for a buffer as large as the
 * head of a request or an answer, and appends the body where that fits. It does not fit where the buffer is no larger
 * than the head; then two buffers travel down the pipeline, with a promise that both are written, to a system call that
 * gathers them. With this, a body of some hundred bytes leaves in one piece with its head.
 */
public final class TailroomAllocator extends AbstractByteBufAllocator {

    /** For the channels of HTTP connections. */
    public static final ByteBufAllocator INSTANCE = new TailroomAllocator(ByteBufAllocator.DEFAULT);

    /** A head of some 400 bytes and a body of 1,500; what does not fit goes as it would have gone without. */
    static final int ROOM = 2048;

    private final ByteBufAllocator buffers;

    private TailroomAllocator(ByteBufAllocator buffers) {
        super(true);
        this.buffers = buffers;
    }

    /** A direct buffer of at least that capacity in bytes. */
    @Override
    public ByteBuf buffer(int initialCapacity) {
        return buffers.directBuffer(Math.max(initialCapacity, ROOM));
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return buffers.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return buffers.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return buffers.isDirectBufferPooled();
    }
}
