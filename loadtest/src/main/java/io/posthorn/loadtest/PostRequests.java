package io.posthorn.loadtest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests that publish, as bytes: one message each under a key of its own, with the headers that the SDKs send; or
 * batches.
 */
final class PostRequests {

    private static final byte[] KEY = "\r\nidempotency-key: auto_".getBytes(US_ASCII);
    private static final byte[] MESSAGE_START =
            ("{\"eventType\":\"" + Posthorn.EVENT_TYPE + "\",\"payload\":").getBytes(US_ASCII);
    private static final int MESSAGE_LENGTH = MESSAGE_START.length + Payloads.SIZE + 1;
    private static final int HEAD_AND_MORE = 512;

    private final int messages;
    private final byte[] length;
    private final List<byte[]> heads;
    private final AtomicLong sequence = new AtomicLong();

    /** @param messages how many each request publishes; more than one make a batch */
    PostRequests(Posthorn posthorn, List<String> applications, int messages) {
        this.messages = messages;
        // A list has two brackets and a comma before each element but the first.
        int content = messages == 1 ? MESSAGE_LENGTH : messages * (MESSAGE_LENGTH + 1) + 1;
        this.length = ("\r\ncontent-length: " + content + "\r\n\r\n").getBytes(US_ASCII);
        this.heads = applications.stream()
                .map(application -> head(posthorn, application, messages == 1 ? "/msg" : "/msg/batch")
                        .getBytes(US_ASCII))
                .toList();
    }

    /** How many messages each request publishes. */
    int messages() {
        return messages;
    }

    private static String head(Posthorn posthorn, String application, String path) {
        return String.join(
                "\r\n",
                "POST /api/v1/app/" + application + path + " HTTP/1.1",
                "host: " + URI.create(posthorn.baseUrl()).getAuthority(),
                "authorization: Bearer " + posthorn.key(),
                "content-type: application/json",
                "accept: application/json",
                "user-agent: posthorn-loadtest");
    }

    /** The next request: the applications take turns, and no two have the same key. */
    ByteBuf next(ByteBufAllocator allocator) {
        long number = sequence.getAndIncrement();
        byte[] head = heads.get((int) (number % heads.size()));
        ByteBuf request = allocator
                .directBuffer(HEAD_AND_MORE + messages * MESSAGE_LENGTH)
                .writeBytes(head);
        return messages == 1 ? single(request, number) : batch(request, number * messages);
    }

    private ByteBuf single(ByteBuf request, long number) {
        request.writeBytes(KEY)
                .writeBytes(randomUuid().toString().getBytes(US_ASCII))
                .writeBytes(length);
        return message(request, number);
    }

    private ByteBuf batch(ByteBuf request, long first) {
        request.writeBytes(length);
        for (int i = 0; i < messages; i++) {
            message(request.writeByte(i == 0 ? '[' : ','), first + i);
        }
        return request.writeByte(']');
    }

    private static ByteBuf message(ByteBuf request, long number) {
        return request.writeBytes(MESSAGE_START).writeBytes(Payloads.of(number)).writeByte('}');
    }

    /** As random as it need be: the SDKs' generators cost the product's processor, not this machine's. */
    static UUID randomUuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong());
    }
}
