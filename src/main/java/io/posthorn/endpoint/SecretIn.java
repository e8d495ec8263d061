package io.posthorn.endpoint;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.signing.AsymmetricSecret;
import io.posthorn.signing.SignatureType;
import io.posthorn.signing.SigningSecret;
import io.posthorn.signing.SymmetricSecret;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A secret that a caller gives or leaves to us.
 *
 * @param given the caller's own; null to have one made
 * @param type of the one to make; null for the type of the one before it
 * @param grace how long the secret before it signs on
 */
record SecretIn(@Nullable SigningSecret given, @Nullable SignatureType type, Duration grace) {

    /** The longest grace. */
    static final int MAX_GRACE_SECONDS = 604_800;

    private static final int DEFAULT_GRACE_SECONDS = 86_400;
    private static final String TYPE = "signatureType";

    /** For a new endpoint. */
    static SecretIn ofNewEndpoint(RequestFields fields) {
        return read(fields, "secret", Duration.ZERO);
    }

    /** In place of the one that signs now. */
    static SecretIn rotated(RequestFields fields) {
        Integer seconds = fields.optionalInteger("gracePeriodSeconds", 0, MAX_GRACE_SECONDS);
        return read(fields, "key", Duration.ofSeconds(seconds == null ? DEFAULT_GRACE_SECONDS : seconds));
    }

    /** The secret that is to sign from now on. */
    SigningSecret secretAfter(SignatureType before) {
        return given != null ? given : SigningSecret.generate(type == null ? before : type);
    }

    private static SecretIn read(RequestFields fields, String name, Duration grace) {
        SigningSecret given = secret(fields, name);
        SignatureType type = type(fields);
        if (given != null && type != null && given.type() != type) {
            fields.refuse(TYPE, "is not the type of the secret in '" + name + "'; leave one of them out");
        }
        return new SecretIn(given, type, grace);
    }

    private static @Nullable SigningSecret secret(RequestFields fields, String name) {
        String text = fields.optionalText(name, TextRule.FREE);
        if (text == null) {
            return null;
        }
        boolean prefixed = text.startsWith(SymmetricSecret.PREFIX) || text.startsWith(AsymmetricSecret.PREFIX);
        return SigningSecret.parse(prefixed ? text : SymmetricSecret.PREFIX + text)
                .orElseGet(() -> {
                    fields.refuse(
                            name,
                            "must be base64 of " + SymmetricSecret.MIN_BYTES + " to " + SymmetricSecret.MAX_BYTES
                                    + " bytes, with or without 'whsec_' before it; or 'whsk_' and base64 of an Ed25519"
                                    + " key of 32 or 64 bytes; or left out to have one made");
                    return null;
                });
    }

    private static @Nullable SignatureType type(RequestFields fields) {
        String text = fields.optionalText(TYPE, TextRule.FREE);
        if (text == null) {
            return null;
        }
        return SignatureType.named(text).orElseGet(() -> {
            String known = Arrays.stream(SignatureType.values())
                    .map(SignatureType::text)
                    .collect(Collectors.joining("' or '", "'", "'"));
            fields.refuse(TYPE, "must be " + known + ", or left out for the usual one");
            return null;
        });
    }
}
