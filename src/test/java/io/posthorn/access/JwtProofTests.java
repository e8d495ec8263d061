package io.posthorn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.posthorn.postgres.StartRefusedException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JwtProofTests {

    @Test
    void isOffWithoutAKey() {
        assertThat(JwtProof.of(new JwtProperties("", null, "HS256"))).isNull();
    }

    @Test
    void refusesWeakAndContradictorySettings() {
        refuses(new JwtProperties("short", null, "HS256"));
        refuses(new JwtProperties("0".repeat(40), null, "HS512"));
        refuses(new JwtProperties("0".repeat(64), null, "none"));
        refuses(new JwtProperties("0".repeat(64), "pem", "HS256"));
        refuses(new JwtProperties(null, "no pem", "HS256"));
    }

    @Test
    void aPublicKeyProvesItsOwnSignaturesAndNeverAnHmacOfItself() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String pem = pem(pair);
        JwtProof proof = Objects.requireNonNull(JwtProof.of(new JwtProperties(null, pem, "HS256")));
        String input = base64("{\"alg\":\"EdDSA\"}") + "." + base64("{\"sub\":\"x\"}");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        String token = input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());

        assertThat(SignedJWT.parse(token).verify(proof.verifier())).isTrue();
        assertThat(SignedJWT.parse(token.replace(base64("{\"sub\":\"x\"}"), base64("{\"sub\":\"y\"}")))
                        .verify(proof.verifier()))
                .isFalse();
        SignedJWT confused = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), new JWTClaimsSet.Builder().build());
        confused.sign(new MACSigner(pem.getBytes(StandardCharsets.US_ASCII)));
        assertThat(proof.algorithms()).doesNotContain(confused.getHeader().getAlgorithm());
    }

    @Test
    void takesAnRsaKeyForOneAlgorithmOnly() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        JwtProof proof =
                Objects.requireNonNull(JwtProof.of(new JwtProperties(null, pem(generator.generateKeyPair()), "HS256")));

        assertThat(proof.algorithms()).containsExactly(JWSAlgorithm.RS256);
    }

    private static void refuses(JwtProperties settings) {
        assertThatThrownBy(() -> JwtProof.of(settings)).isInstanceOf(StartRefusedException.class);
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
