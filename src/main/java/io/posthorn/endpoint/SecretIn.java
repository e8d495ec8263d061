package io.posthorn.endpoint;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.signing.SigningSecret;
import java.time.Duration;
import java.util.Optional;

/**
 * A secret that a caller gives or leaves to us.
 *
 * @param grace how long the secret before it signs on
 */
record SecretIn(SigningSecret secret, Duration grace) {

    private static final int DEFAULT_GRACE_SECONDS = 86_400;
    private static final int MAX_GRACE_SECONDS = 604_800;

    static SecretIn rotated(RequestFields fields) {
        Integer seconds = fields.optionalInteger("gracePeriodSeconds", 0, MAX_GRACE_SECONDS);
        return new SecretIn(read(fields, "key"), Duration.ofSeconds(seconds == null ? DEFAULT_GRACE_SECONDS : seconds));
    }

    /** The secret in this field, with or without its prefix; a new one when there is none. */
    static SigningSecret read(RequestFields fields, String name) {
        String text = fields.optionalText(name, TextRule.FREE);
        if (text == null) {
            return SigningSecret.generate();
        }
        Optional<SigningSecret> secret =
                SigningSecret.parse(text.startsWith(SigningSecret.PREFIX) ? text : SigningSecret.PREFIX + text);
        if (secret.isEmpty()) {
            fields.refuse(
                    name,
                    "must be base64 of " + SigningSecret.MIN_BYTES + " to " + SigningSecret.MAX_BYTES
                            + " bytes, with or without 'whsec_' before it, or left out to have one made");
        }
        return secret.orElseGet(SigningSecret::generate);
    }
}
