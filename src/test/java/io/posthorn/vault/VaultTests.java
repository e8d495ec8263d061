package io.posthorn.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaultTests {

    private static final String OLD = "old:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW = "new:" + Base64.getEncoder().encodeToString(filled());
    private static final UUID ROW = UUID.randomUUID();
    private static final byte[] SECRET = "whsec_something".getBytes(UTF_8);

    @Test
    void opensWhatItSealed() {
        Vault vault = Vault.of(OLD);

        Sealed sealed = vault.seal(SECRET, "test", ROW);

        assertThat(vault.open(sealed, "test", ROW)).isEqualTo(SECRET);
        assertThat(sealed.keyId()).isEqualTo("old");
        assertThat(new String(sealed.bytes(), UTF_8)).doesNotContain("something");
    }

    @Test
    void sealsTheSameValueDifferentlyEachTime() {
        Vault vault = Vault.of(OLD);

        assertThat(vault.seal(SECRET, "test", ROW).bytes())
                .isNotEqualTo(vault.seal(SECRET, "test", ROW).bytes());
    }

    @Test
    void opensNothingInAnotherRowOrForAnotherPurpose() {
        Vault vault = Vault.of(OLD);
        Sealed sealed = vault.seal(SECRET, "test", ROW);

        assertThatThrownBy(() -> vault.open(sealed, "test", UUID.randomUUID())).isInstanceOf(CannotOpenException.class);
        assertThatThrownBy(() -> vault.open(sealed, "other", ROW)).isInstanceOf(CannotOpenException.class);
    }

    @Test
    void opensNothingThatWasChanged() {
        Vault vault = Vault.of(OLD);
        Sealed sealed = vault.seal(SECRET, "test", ROW);
        for (int i = 0; i < sealed.bytes().length; i++) {
            byte[] changed = sealed.bytes().clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open(new Sealed("old", changed), "test", ROW))
                    .isInstanceOf(CannotOpenException.class);
        }
        assertThatThrownBy(() -> vault.open(new Sealed("old", new byte[5]), "test", ROW))
                .isInstanceOf(CannotOpenException.class);
    }

    @Test
    void sealsWithTheFirstKeyAndOpensWithEveryOne() {
        Sealed before = Vault.of(OLD).seal(SECRET, "test", ROW);
        Vault rotated = Vault.of(NEW + ", " + OLD);

        assertThat(rotated.open(before, "test", ROW)).isEqualTo(SECRET);
        assertThat(rotated.seal(SECRET, "test", ROW).keyId()).isEqualTo("new");
        assertThat(rotated.knows("old")).isTrue();
        assertThatThrownBy(() -> Vault.of(NEW).open(before, "test", ROW))
                .isInstanceOf(CannotOpenException.class)
                .hasMessageContaining("'old' is not in POSTHORN_MASTER_KEYS");
    }

    @Test
    void showsNoKey() {
        assertThat(Vault.of(NEW + "," + OLD)).hasToString("vault with master keys [new, old]");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    '',                         entry 1 does not begin with an id
                    nokey,                      entry 1 does not begin with an id
                    a b:AAAA,                   entry 1 does not begin with an id
                    k1:c2hvcnQ=,                key 'k1' has 5 bytes and needs 32
                    k1:###,                     key 'k1' is not base64
                    """)
    void saysWhatIsWrongWithARing(String ring, String sentence) {
        assertThatThrownBy(() -> Vault.of(ring))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void wantsEachIdOnce() {
        assertThatThrownBy(() -> Vault.of(OLD + "," + OLD)).hasMessage("the id 'old' is there twice");
    }

    @Test
    void makesRingsOfItsOwn() {
        assertThat(Vault.of(MasterKeys.generate()).currentKeyId()).isEqualTo("k1");
        assertThat(MasterKeys.generate()).isNotEqualTo(MasterKeys.generate());
    }

    private static byte[] filled() {
        byte[] key = new byte[32];
        key[0] = 1;
        return key;
    }
}
