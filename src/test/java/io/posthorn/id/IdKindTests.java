package io.posthorn.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class IdKindTests {

    private static final long EPOCH = 1_400_000_000_000L;
    private static final long LAST = EPOCH + 0xFFFF_FFFFL * 1000 + 999;

    @Property
    void readsBackWhatItWrote(@ForAll("ids") UUID id, @ForAll IdKind kind) {
        String text = kind.format(id);

        assertThat(text).matches(kind.prefix() + "_[0-9A-Za-z]{27}");
        assertThat(kind.parse(text)).contains(id);
    }

    @Property
    void textSortsAsTheIdsDo(@ForAll("ids") UUID one, @ForAll("ids") UUID other) {
        int byBytes = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        int expected = byBytes != 0
                ? byBytes
                : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());

        int actual = IdKind.MESSAGE.format(one).compareTo(IdKind.MESSAGE.format(other));

        assertThat(Integer.signum(actual)).isEqualTo(Integer.signum(expected));
    }

    @Property
    void neverThrowsOnGarbage(@ForAll String garbage, @ForAll IdKind kind) {
        assertThat(kind.parse(garbage)).isEmpty();
        assertThat(kind.parse(kind.prefix() + "_" + garbage)).isEmpty();
    }

    @Property(tries = 5_000)
    void acceptsOnlyTextsItWouldWriteItself(@ForAll("digits") String digits) {
        String text = "msg_" + digits;

        IdKind.MESSAGE.parse(text).ifPresent(id -> assertThat(IdKind.MESSAGE.format(id))
                .isEqualTo(text));
    }

    @Property
    void refusesATimePrefixOtherThanTheIdsOwn(@ForAll("ids") UUID id, @ForAll @IntRange(min = 1) int offset) {
        long[] words =
                Objects.requireNonNull(Base62.decode(IdKind.MESSAGE.format(id).substring(4)));
        words[0] = words[0] + offset & 0xFFFF_FFFFL;

        assertThat(IdKind.MESSAGE.parse("msg_" + Base62.encode(words))).isEmpty();
    }

    @Property
    void refusesOtherVersionsOfUuid(@ForAll long high, @ForAll long low) {
        UUID id = new UUID(high & ~0xF000L | 0x4000, low & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);

        assertThatThrownBy(() -> IdKind.MESSAGE.format(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void refusesTimesThatFourBytesCannotSay() {
        assertThatThrownBy(() -> IdKind.MESSAGE.format(IdGenerator.floor(Instant.ofEpochMilli(EPOCH - 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IdKind.MESSAGE.format(IdGenerator.floor(Instant.ofEpochMilli(LAST + 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void writesTheEdgesAsKsuidDoes() {
        assertThat(Base62.encode(new long[5])).isEqualTo("000000000000000000000000000");
        assertThat(Base62.encode(new long[] {0xFFFFFFFFL, 0xFFFFFFFFL, 0xFFFFFFFFL, 0xFFFFFFFFL, 0xFFFFFFFFL}))
                .isEqualTo("aWgEPTl1tmebfsQzFP4bxwgy80V");
        assertThat(Base62.decode("aWgEPTl1tmebfsQzFP4bxwgy80W")).isNull();
        assertThat(Base62.decode("zzzzzzzzzzzzzzzzzzzzzzzzzzz")).isNull();
    }

    @Example
    void refusesForeignPrefixes() {
        String text = IdKind.ENDPOINT.format(IdGenerator.floor(Instant.ofEpochMilli(EPOCH)));

        assertThat(List.of(IdKind.MESSAGE, IdKind.APPLICATION, IdKind.ATTEMPT))
                .allSatisfy(kind -> assertThat(kind.parse(text)).isEmpty());
        assertThat(IdKind.ENDPOINT.parse(text.substring(3))).isEmpty();
        assertThat(IdKind.ENDPOINT.parse(text + "0")).isEmpty();
        assertThat(IdKind.ENDPOINT.parse("")).isEmpty();
    }

    @Provide
    Arbitrary<UUID> ids() {
        return Combinators.combine(
                        Arbitraries.longs().between(EPOCH, LAST),
                        Arbitraries.integers().between(0, 0xFFF),
                        Arbitraries.longs())
                .as((millis, high, low) ->
                        new UUID(millis << 16 | 0x7000 | high, low & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L));
    }

    @Provide
    Arbitrary<String> digits() {
        return Arbitraries.strings()
                .withCharRange('0', '9')
                .withCharRange('A', 'Z')
                .withCharRange('a', 'z')
                .ofLength(27);
    }
}
