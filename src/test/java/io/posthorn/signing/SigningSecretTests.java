package io.posthorn.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTests {

    private static final String TEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void readsAndWritesTheTextForm() {
        SymmetricSecret secret = (SymmetricSecret) SigningSecret.parse(TEXT).orElseThrow();

        assertThat(secret.key()).hasSize(24);
        assertThat(secret.text()).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32, 64})
    void takesAllowedLengths(int length) {
        assertThat(SigningSecret.parse(textOf(length))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 23, 65})
    void refusesOtherLengths(int length) {
        assertThat(SigningSecret.parse(textOf(length))).isEmpty();
        assertThatThrownBy(() -> new SymmetricSecret(new byte[length]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La LaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_",
                " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void refusesOtherTexts(String text) {
        assertThat(SigningSecret.parse(text)).isEmpty();
    }

    @Test
    void generatesDifferentSecretsOf32Bytes() {
        SymmetricSecret one = SymmetricSecret.generate();

        assertThat(one.key()).hasSize(32);
        assertThat(one).isNotEqualTo(SymmetricSecret.generate());
        assertThat(SigningSecret.parse(one.text())).contains(one);
    }

    @Test
    void isNotChangedThroughArraysThatOthersHold() {
        byte[] key = new byte[32];
        SymmetricSecret secret = new SymmetricSecret(key);
        key[0] = 1;
        secret.key()[1] = 1;

        assertThat(secret)
                .isEqualTo(new SymmetricSecret(new byte[32]))
                .hasSameHashCodeAs(new SymmetricSecret(new byte[32]));
    }

    @Test
    void keepsTheKeyOutOfLogs() {
        assertThat(SigningSecret.parse(TEXT).orElseThrow()).hasToString("whsec_***");
    }

    private static String textOf(int length) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[length]);
    }
}
