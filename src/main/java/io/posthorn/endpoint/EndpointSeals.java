package io.posthorn.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.posthorn.postgres.JsonColumns;
import io.posthorn.signing.SigningSecret;
import io.posthorn.signing.SymmetricSecret;
import io.posthorn.vault.CannotOpenException;
import io.posthorn.vault.Sealed;
import io.posthorn.vault.Vault;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Seals what endpoints must keep secret, and opens it again. */
final class EndpointSeals {

    static final String SECRET = "endpoint secret";
    static final String HEADERS = "endpoint headers";

    private final Vault vault;

    EndpointSeals(Vault vault) {
        this.vault = vault;
    }

    Sealed seal(UUID row, SigningSecret secret) {
        return vault.seal(secret.text().getBytes(UTF_8), SECRET, row);
    }

    Sealed seal(UUID endpoint, EndpointHeaders headers) {
        return vault.seal(JsonColumns.write(headers.values()).getBytes(UTF_8), HEADERS, endpoint);
    }

    /**
     * The secret of a row.
     *
     * @param keyId null for a row from before secrets were sealed, which has the bytes of the key
     * @throws CannotOpenException when the row cannot be read with our keys
     */
    SigningSecret secret(UUID row, @Nullable String keyId, byte[] bytes) {
        if (keyId == null) {
            return new SymmetricSecret(bytes);
        }
        String text = new String(vault.open(new Sealed(keyId, bytes), SECRET, row), UTF_8);
        return SigningSecret.parse(text).orElseThrow(() -> new IllegalStateException("secret " + row + " is none"));
    }

    /** @throws CannotOpenException when the row cannot be read with our keys */
    EndpointHeaders headers(UUID endpoint, @Nullable String keyId, byte @Nullable [] bytes) {
        if (keyId == null || bytes == null) {
            return EndpointHeaders.NONE;
        }
        byte[] json = vault.open(new Sealed(keyId, bytes), HEADERS, endpoint);
        return EndpointHeaders.of(JsonColumns.readOrderedTexts(new String(json, UTF_8)));
    }
}
