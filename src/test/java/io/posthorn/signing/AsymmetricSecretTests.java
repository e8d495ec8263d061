package io.posthorn.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsymmetricSecretTests {

    private static final String SECRET =
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
    private static final String PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1614265330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

    @Test
    void signsTheKnownVector() {
        assertThat(sign(parsed(SECRET)))
                .isEqualTo(
                        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==");
    }

    @Test
    void derivesThePublicKey() {
        assertThat(parsed(SECRET).publicText()).isEqualTo(PUBLIC);
        assertThat(parsed(SECRET).text()).isEqualTo(SECRET);
    }

    @Test
    void readsTheSeedAloneAsWell() {
        byte[] both = Base64.getDecoder().decode(SECRET.substring(5));
        String seed = "whsk_" + Base64.getEncoder().encodeToString(Arrays.copyOf(both, 32));

        assertThat(parsed(seed)).isEqualTo(parsed(SECRET)).hasSameHashCodeAs(parsed(SECRET));
        assertThat(parsed(seed).text()).isEqualTo(SECRET);
    }

    @Test
    void refusesAPublicKeyOfAnotherSeed() {
        byte[] both = Base64.getDecoder().decode(SECRET.substring(5));
        both[63] ^= 1;

        assertThat(SigningSecret.parse("whsk_" + Base64.getEncoder().encodeToString(both)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 24, 31, 33, 63, 65})
    void refusesOtherLengths(int length) {
        assertThat(SigningSecret.parse("whsk_" + Base64.getEncoder().encodeToString(new byte[length])))
                .isEmpty();
    }

    /** RFC 8032, 7.1, tests 1 to 3: seed and public key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
                        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
                        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"
                        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
            })
    void derivesThePublicKeysOfTheStandard(String seedAndPublicKey) {
        byte[] both = HexFormat.of().parseHex(seedAndPublicKey);

        assertThat(SigningSecret.parse("whsk_" + Base64.getEncoder().encodeToString(both)))
                .isPresent();
    }

    @Test
    void isVerifiedWithThePublicKeyAlone() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            AsymmetricSecret secret = AsymmetricSecret.generate();
            byte[] body = new byte[random.nextInt(3000)];
            random.nextBytes(body);

            String signature = WebhookSigner.sign(ID, AT, body, List.of(secret)).signature();

            assertThat(verifies(secret.publicText(), signature, body)).isTrue();
            assertThat(verifies(AsymmetricSecret.generate().publicText(), signature, body))
                    .isFalse();
        }
    }

    @Test
    void bothKindsSignWhileOneFollowsTheOther() throws Exception {
        SymmetricSecret shared = SymmetricSecret.generate();
        AsymmetricSecret pair = AsymmetricSecret.generate();
        Instant now = Instant.now();

        SignatureHeaders headers = WebhookSigner.sign(ID, now, BODY, List.of(pair, shared));

        assertThat(headers.signature()).matches("v1a,[^ ,]+ v1,[^ ,]+");
        new Webhook(shared.text())
                .verify(
                        new String(BODY, UTF_8),
                        Map.of(
                                "webhook-id", List.of(headers.id()),
                                "webhook-timestamp", List.of(headers.timestamp()),
                                "webhook-signature", List.of(headers.signature())));
    }

    @Test
    void keepsTheKeyOutOfLogs() {
        assertThat(parsed(SECRET)).hasToString("whsk_***");
    }

    private static AsymmetricSecret parsed(String text) {
        return (AsymmetricSecret) SigningSecret.parse(text).orElseThrow();
    }

    private static String sign(SigningSecret secret) {
        return WebhookSigner.sign(ID, AT, BODY, List.of(secret)).signature();
    }

    /** What a receiver does, with nothing but the JDK. */
    private static boolean verifies(String publicText, String signature, byte[] body) throws Exception {
        byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] key = Base64.getDecoder().decode(publicText.substring("whpk_".length()));
        byte[] encoded = Arrays.copyOf(head, head.length + key.length);
        System.arraycopy(key, 0, encoded, head.length, key.length);
        PublicKey publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(publicKey);
        verifier.update((ID + "." + AT.getEpochSecond() + ".").getBytes(UTF_8));
        verifier.update(body);
        return verifier.verify(Base64.getDecoder().decode(signature.substring("v1a,".length())));
    }
}
