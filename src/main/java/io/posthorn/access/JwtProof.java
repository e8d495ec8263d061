package io.posthorn.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import io.posthorn.postgres.StartRefusedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How signed tokens are proved: one kind of key with its algorithms, fixed by the settings and never by the token.
 */
record JwtProof(Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {

    private static final Set<JWSAlgorithm> HMAC = Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);
    private static final Set<JWSAlgorithm> RSA = Set.of(JWSAlgorithm.RS256);
    private static final int SMALLEST_RSA = 2048;

    /**
     * What the settings ask for; null when they ask for nothing.
     *
     * @throws StartRefusedException when they make no sense
     */
    static @Nullable JwtProof of(JwtProperties settings) {
        String secret = blankAsNull(settings.secret());
        String publicKey = blankAsNull(settings.publicKey());
        if (secret != null && publicKey != null) {
            throw new StartRefusedException(
                    "posthorn.jwt.secret and posthorn.jwt.public-key are both set.", "Set only one of them.");
        }
        try {
            return secret != null ? hmac(secret, settings.algorithm()) : publicKey == null ? null : proof(publicKey);
        } catch (GeneralSecurityException | JOSEException | IllegalArgumentException e) {
            throw new StartRefusedException(
                    "posthorn.jwt cannot be used: " + e.getClass().getSimpleName() + ".",
                    "Set posthorn.jwt.secret to a text of 32 (HS256), 48 (HS384) or 64 (HS512) bytes or more, or"
                            + " posthorn.jwt.public-key to the PEM of an RSA (2048 bits or more) or Ed25519 key.");
        }
    }

    private static JwtProof hmac(String secret, String name) throws JOSEException {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
        MACVerifier verifier = new MACVerifier(secret.getBytes(StandardCharsets.UTF_8));
        if (!HMAC.contains(algorithm) || !verifier.supportedJWSAlgorithms().contains(algorithm)) {
            throw new IllegalArgumentException(name);
        }
        return new JwtProof(Set.of(algorithm), verifier);
    }

    private static JwtProof proof(String pem) throws GeneralSecurityException {
        String base64 =
                pem.replace("\\n", "\n").replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
        if (rsa(spec) instanceof RSAPublicKey rsa) {
            if (rsa.getModulus().bitLength() < SMALLEST_RSA) {
                throw new IllegalArgumentException("the key is too short");
            }
            return new JwtProof(RSA, new RSASSAVerifier(rsa));
        }
        return new JwtProof(
                Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519),
                new Ed25519Proof(KeyFactory.getInstance("Ed25519").generatePublic(spec)));
    }

    private static @Nullable PublicKey rsa(X509EncodedKeySpec spec) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (InvalidKeySpecException _) {
            return null;
        }
    }

    private static @Nullable String blankAsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
