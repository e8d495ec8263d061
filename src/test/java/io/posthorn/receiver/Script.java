package io.posthorn.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;

/** How a receiver answers one request; the connection stays open for the next one unless the script ends it. */
@FunctionalInterface
public interface Script {

    /** Plays the answer; an {@link IOException} means that the sender hung up and ends the connection. */
    void play(Conversation conversation) throws IOException;

    /** 200 without a body. */
    static Script ok() {
        return status(200);
    }

    /** This status without a body. */
    static Script status(int status) {
        return answer(status, "", new byte[0]);
    }

    /** This status with this body. */
    static Script status(int status, String body) {
        return answer(status, "", body.getBytes(UTF_8));
    }

    /** This status with one more header and no body. */
    static Script status(int status, String header, String value) {
        return answer(status, header + ": " + value + "\r\n", new byte[0]);
    }

    /** A complete answer with these header lines, each ended by CR LF. */
    static Script answer(int status, String headerLines, byte[] body) {
        return conversation -> {
            conversation.say("HTTP/1.1 " + status + " Scripted\r\n" + headerLines + "Content-Length: " + body.length
                    + "\r\n\r\n");
            conversation.say(body);
        };
    }

    /** These characters, whatever they mean. */
    static Script raw(String text) {
        return conversation -> conversation.say(text);
    }

    /** No answer, until the sender hangs up. */
    static Script hang() {
        return Conversation::awaitHangUp;
    }

    /** A status line and then header lines without end, one byte per interval. */
    static Script dripHeaders(Duration interval) {
        return raw("HTTP/1.1 200 OK\r\nx: ").then(forever("x", interval));
    }

    /** Headers at once and then a chunked body without end, one byte per interval. */
    static Script dripBody(int status, Duration interval) {
        return raw("HTTP/1.1 " + status + " OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                .then(forever("1\r\nx\r\n", interval));
    }

    /** A chunked body without end, as fast as it goes. */
    static Script endlessBody(int status) {
        return raw("HTTP/1.1 " + status + " OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                .then(forever("400\r\n" + "x".repeat(0x400) + "\r\n", Duration.ZERO));
    }

    /** A body that ends with the connection after fewer bytes than were promised. */
    static Script truncatedBody(int status) {
        return raw("HTTP/1.1 " + status + " OK\r\nContent-Length: 100\r\n\r\nten bytes.")
                .then(close());
    }

    /** Ends the connection without an answer. */
    static Script close() {
        return Conversation::hangUp;
    }

    /** Resets the connection without an answer. */
    static Script reset() {
        return Conversation::reset;
    }

    /** This one and then that one. */
    default Script then(Script next) {
        return conversation -> {
            play(conversation);
            next.play(conversation);
        };
    }

    /** This one after a pause. */
    default Script after(Duration pause) {
        return conversation -> {
            conversation.pause(pause);
            play(conversation);
        };
    }

    private static Script forever(String text, Duration interval) {
        return conversation -> {
            while (true) {
                conversation.pause(interval);
                conversation.say(text);
            }
        };
    }
}
