package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The expected hashes were computed independently; rows of earlier releases must be found by later ones. */
class MessageKeysTests {

    private static final UUID TENANT = UUID.fromString("019a0000-0000-7000-8000-000000000001");

    @Test
    void keepsIdempotencyKeysUnderAStableHash() {
        MessageKey key = MessageKeys.idempotency(TENANT, "/api/v1/app/app_1/msg", "auto_1", bytes("{\"payload\":{}}"));

        assertThat(key.kind()).isEqualTo(MessageKey.Kind.IDEMPOTENCY);
        assertThat(key.hash()).hasToString("38ce391f-ddea-6056-f2b8-cfd3eff5cab5");
        assertThat(key.requestHash()).hasToString("c4c3318d-9095-7793-986c-7e7fab19a702");
    }

    @Test
    void keepsEventIdsUnderAStableHash() {
        MessageKey key = MessageKeys.eventId(TENANT, "bestellung-ü-1", new byte[0]);

        assertThat(key.kind()).isEqualTo(MessageKey.Kind.EVENT_ID);
        assertThat(key.hash()).hasToString("7f60ed4f-7e8c-1da1-2cc7-0662dab1fb60");
        assertThat(key.requestHash()).hasToString("a665e6b1-15dd-56fd-3e0c-89be631e6eda");
        assertThat(MessageKeys.eventIdHash(TENANT, "bestellung-ü-1")).isEqualTo(key.hash());
    }

    @Test
    void tellsPartsApartWhereverTheyAreCut() {
        byte[] body = {};

        assertThat(MessageKeys.idempotency(TENANT, "/ab", "c", body).hash())
                .isNotEqualTo(MessageKeys.idempotency(TENANT, "/a", "bc", body).hash());
    }

    @Test
    void tellsTenantsApart() {
        UUID other = UUID.fromString("019a0000-0000-7000-8000-000000000002");

        assertThat(MessageKeys.eventIdHash(TENANT, "one")).isNotEqualTo(MessageKeys.eventIdHash(other, "one"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
