package io.posthorn.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.BAD_REQUEST;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.ScriptedReceiver;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@PosthornTest
@DirtiesContext
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class EndpointSigningIntegrationTests {

    private static final String PAIR =
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
    private static final String PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";

    @LocalServerPort
    private int port;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private ApiClient api = ApiClient.of(0);
    private String app = "";

    @BeforeEach
    void makeAnApplication() {
        api = ApiClient.of(port);
        String uid = "app-" + UUID.randomUUID();
        api.post("/api/v1/app", Map.of("name", "A", "uid", uid), CREATED);
        app = "/api/v1/app/" + uid;
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void signsWithAKeyPairThatWasGiven() throws Exception {
        create(Map.of("secret", PAIR));

        JsonNode secret = secret();
        assertThat(secret.path("key").stringValue()).isEqualTo(PAIR);
        assertThat(secret.path("publicKey").stringValue()).isEqualTo(PUBLIC);
        ReceivedRequest request = deliver(1);
        assertThat(request.header("webhook-signature")).startsWith("v1a,").doesNotContain(" ");
        assertThat(verifies(PUBLIC, request.header("webhook-signature"), request))
                .isTrue();
    }

    @Test
    void makesAKeyPairOnRequest() throws Exception {
        create(Map.of("signatureType", "ed25519"));

        JsonNode secret = secret();
        assertThat(secret.path("key").stringValue()).startsWith("whsk_");
        assertThat(secret.path("signatureType").stringValue()).isEqualTo("ed25519");
        ReceivedRequest request = deliver(1);
        assertThat(verifies(secret.path("publicKey").stringValue(), request.header("svix-signature"), request))
                .isTrue();
    }

    @Test
    void rotatesToTheSameKindUnlessToldOtherwiseAndBothSignMeanwhile() {
        create(Map.of("signatureType", "ed25519"));

        rotate("{}");
        assertThat(secret().path("signatureType").stringValue()).isEqualTo("ed25519");
        rotate("{\"signatureType\": \"hmac-sha256\"}");
        assertThat(secret().path("key").stringValue()).startsWith("whsec_");
        assertThat(secret().has("publicKey")).isFalse();

        assertThat(deliver(1).header("webhook-signature")).matches("v1,[^ ]+ v1a,[^ ]+ v1a,[^ ]+");
    }

    @Test
    void refusesWhatIsNoKey() {
        String half = PAIR.substring(0, 40);
        refused(Map.of("url", receiver.url("/"), "secret", half));
        refused(Map.of("url", receiver.url("/"), "secret", PUBLIC));
        refused(Map.of("url", receiver.url("/"), "signatureType", "rsa"));
        refused(Map.of("url", receiver.url("/"), "secret", PAIR, "signatureType", "hmac-sha256"));
    }

    @Test
    void keepsTenOlderSecretsAndNoMore() {
        create(Map.of());
        for (int i = 0; i < EndpointSecrets.MAX_OLD_SECRETS; i++) {
            rotate("{}");
        }
        assertThat(deliver(1).header("webhook-signature").split(" ")).hasSize(11);

        JsonNode problem = api.post(app + "/endpoint/e/secret/rotate", "{}", BAD_REQUEST);
        assertThat(problem.path("detail").stringValue())
                .startsWith("10 older secrets of this endpoint still sign, and no more may.");
        rotate("{\"gracePeriodSeconds\": 0}");
    }

    @Test
    void takesAGraceOfAWeekAndNotASecondMore() {
        create(Map.of());

        rotate("{\"gracePeriodSeconds\": 604800}");
        api.post(app + "/endpoint/e/secret/rotate", "{\"gracePeriodSeconds\": 604801}", UNPROCESSABLE_CONTENT);
        api.post(app + "/endpoint/e/secret/rotate", "{\"gracePeriodSeconds\": -1}", UNPROCESSABLE_CONTENT);
    }

    @Test
    void endsOlderSecretsAtOnceAndSaysUntilWhenTheySign() {
        create(Map.of());
        api.post(app + "/endpoint/e/secret/expire-old", "", NO_CONTENT);
        assertThat(old()).isEmpty();
        rotate("{\"gracePeriodSeconds\": 3600}");
        rotate("{\"gracePeriodSeconds\": 7200}");
        String current = secret().path("key").stringValue();

        assertThat(old()).hasSize(2).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(old().getLast())
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3600));
        assertThat(deliver(1).header("webhook-signature").split(" ")).hasSize(3);

        api.post(app + "/endpoint/e/secret/expire-old", "", NO_CONTENT);
        assertThat(old()).isEmpty();
        assertThat(secret().path("key").stringValue()).isEqualTo(current);
        assertThat(deliver(2).header("webhook-signature").split(" ")).hasSize(1);
    }

    private List<Instant> old() {
        return api.get(app + "/endpoint/e/secret/old", OK)
                .path("data")
                .valueStream()
                .map(one -> Instant.parse(one.path("expiresAt").stringValue()))
                .toList();
    }

    private void create(Map<String, String> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("url", receiver.url("/"));
        body.put("uid", "e");
        api.post(app + "/endpoint", body, CREATED);
    }

    private void refused(Map<String, String> body) {
        api.post(app + "/endpoint", body, UNPROCESSABLE_CONTENT);
    }

    private JsonNode secret() {
        return api.get(app + "/endpoint/e/secret", OK);
    }

    private void rotate(String body) {
        api.post(app + "/endpoint/e/secret/rotate", body, NO_CONTENT);
    }

    private ReceivedRequest deliver(int nth) {
        api.post(app + "/msg", "{\"eventType\":\"a\",\"payload\":{\"n\":1}}", ACCEPTED);
        return receiver.awaitRequests(nth).get(nth - 1);
    }

    private static boolean verifies(String publicText, String signature, ReceivedRequest request) throws Exception {
        byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] key = Base64.getDecoder().decode(publicText.substring("whpk_".length()));
        byte[] encoded = Arrays.copyOf(head, head.length + key.length);
        System.arraycopy(key, 0, encoded, head.length, key.length);
        PublicKey publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(publicKey);
        verifier.update(
                (request.header("webhook-id") + "." + request.header("webhook-timestamp") + ".").getBytes(UTF_8));
        verifier.update(request.body());
        return verifier.verify(Base64.getDecoder().decode(signature.substring("v1a,".length())));
    }
}
