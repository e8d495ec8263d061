package io.posthorn.loadtest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Requests that publish one message each, with the headers that the SDKs send, as bytes. */
final class PostRequests {

    private static final String KEY_PREFIX = "idempotency-key: auto_";
    private static final byte[] BODY_START =
            ("{\"eventType\":\"" + Posthorn.EVENT_TYPE + "\",\"payload\":").getBytes(US_ASCII);
    private static final byte[] LENGTH =
            ("\r\ncontent-length: " + (BODY_START.length + Payloads.SIZE + 1) + "\r\n\r\n").getBytes(US_ASCII);

    private final List<byte[]> heads;
    private final AtomicLong sequence = new AtomicLong();

    PostRequests(Posthorn posthorn, List<String> applications) {
        this.heads = applications.stream()
                .map(application -> head(posthorn, application).getBytes(US_ASCII))
                .toList();
    }

    private static String head(Posthorn posthorn, String application) {
        return String.join(
                "\r\n",
                "POST /api/v1/app/" + application + "/msg HTTP/1.1",
                "host: " + URI.create(posthorn.baseUrl()).getAuthority(),
                "authorization: Bearer " + posthorn.key(),
                "content-type: application/json",
                "accept: application/json",
                "user-agent: posthorn-loadtest",
                KEY_PREFIX);
    }

    /** The next request: the applications take turns, and no two have the same key. */
    ByteBuf next(ByteBufAllocator allocator) {
        long number = sequence.getAndIncrement();
        byte[] head = heads.get((int) (number % heads.size()));
        return allocator
                .directBuffer(1024)
                .writeBytes(head)
                .writeBytes(randomUuid().toString().getBytes(US_ASCII))
                .writeBytes(LENGTH)
                .writeBytes(BODY_START)
                .writeBytes(Payloads.of(number))
                .writeByte('}');
    }

    /** As random as it need be: the SDKs' generators cost the product's processor, not this machine's. */
    static UUID randomUuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong());
    }
}
