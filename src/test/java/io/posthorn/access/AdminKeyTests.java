package io.posthorn.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdminKeyTests {

    private final AdminKey key = AdminKey.given("ph_admin_s3cret", "$POSTHORN_ADMIN_KEY");

    @Test
    void matchesItselfAlone() {
        assertThat(key.matches("ph_admin_s3cret")).isTrue();
        assertThat(key.matches("ph_admin_s3cre")).isFalse();
        assertThat(key.matches("ph_admin_s3crets")).isFalse();
        assertThat(key.matches("")).isFalse();
    }

    @Test
    void keepsItsTextToItself() {
        assertThat(key.toString() + key.whereabouts()).doesNotContain("s3cret");
    }
}
