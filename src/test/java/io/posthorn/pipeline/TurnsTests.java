package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TurnsTests {

    private static final UUID A = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    private static final UUID B = UUID.fromString("019a0000-0000-7000-8000-000000000002");
    private static final UUID C = UUID.fromString("f19a0000-0000-7000-8000-000000000003");

    private final Turns turns = new Turns();

    @Test
    void beginsBehindTheOneThatHadItsTurnLast() {
        assertThat(turns.from(List.of(A, B, C))).containsExactly(A, B, C);
        turns.took(A);
        assertThat(turns.from(List.of(A, B, C))).containsExactly(B, C, A);
        turns.took(C);
        assertThat(turns.from(List.of(A, B, C))).containsExactly(A, B, C);
    }

    @Test
    void goesOnWhereItWasAlthoughTheLastOneIsGone() {
        turns.took(B);

        assertThat(turns.from(List.of(A, C))).containsExactly(C, A);
        assertThat(turns.from(List.of())).isEmpty();
    }
}
