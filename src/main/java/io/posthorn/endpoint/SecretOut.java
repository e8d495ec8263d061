package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.signing.AsymmetricSecret;
import io.posthorn.signing.SigningSecret;
import io.posthorn.signing.SymmetricSecret;
import org.jspecify.annotations.Nullable;

/**
 * The secret of an endpoint.
 *
 * @param key what signs
 * @param signatureType {@code hmac-sha256} or {@code ed25519}
 * @param publicKey what receivers configure when that is not the key itself
 */
public record SecretOut(
        String key,
        String signatureType,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String publicKey) {

    static SecretOut of(SigningSecret secret) {
        String publicKey =
                switch (secret) {
                    case AsymmetricSecret pair -> pair.publicText();
                    case SymmetricSecret _ -> null;
                };
        return new SecretOut(secret.text(), secret.type().text(), publicKey);
    }

    @Override
    public String toString() {
        return "secret of type " + signatureType;
    }
}
