package io.posthorn.reference;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.springframework.util.DigestUtils;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document in the form it is sent in.
 *
 * @param json its bytes
 * @param etag changes with them; quoted, as the header has it
 */
record ServedDocument(byte[] json, String etag) {

    static ServedDocument of(ObjectNode document) {
        byte[] json = document.toString().getBytes(StandardCharsets.UTF_8);
        return new ServedDocument(json, "\"" + HexFormat.of().formatHex(DigestUtils.md5Digest(json)) + "\"");
    }
}
