package io.posthorn.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Signed tokens of others that are let in; off unless one of the two keys is set.
 *
 * @param secret what tokens are signed with, at least 32 bytes
 * @param publicKey PEM of the public key that proves tokens, RSA or Ed25519
 * @param algorithm the one algorithm that is taken with the secret: HS256, HS384 or HS512
 */
@ConfigurationProperties("posthorn.jwt")
record JwtProperties(
        @Nullable String secret,
        @Nullable String publicKey,
        @DefaultValue("HS256") String algorithm) {}
