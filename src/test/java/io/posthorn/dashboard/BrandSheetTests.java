package io.posthorn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BrandSheetTests {

    private static final double READABLE = 4.5;

    @Test
    void textOnAnyColourCanBeRead() {
        Random random = new Random(7);
        for (int i = 0; i < 5000; i++) {
            String color = String.format("#%06x", random.nextInt(1 << 24));
            assertThat(BrandSheet.contrast(color, BrandSheet.inkOn(color)))
                    .as(color)
                    .isGreaterThanOrEqualTo(READABLE - 0.2);
        }
        assertThat(BrandSheet.inkOn("#0b7a5c")).isEqualTo("#ffffff");
        assertThat(BrandSheet.inkOn("#ffdd00")).isEqualTo("#10131a");
        assertThat(BrandSheet.contrast("#000000", "#ffffff")).isEqualTo(21);
    }

    @Test
    void writesNothingThatIsNoColour() {
        assertThat(BrandSheet.of(Map.of())).isEmpty();
        assertThat(BrandSheet.of(Map.of("color", "red;}body{color:red"))).isEmpty();
        assertThat(BrandSheet.of(Map.of("color", "#0b7a5c"))).contains("light-dark(#0b7a5c, #0b7a5c)");
    }

    @Test
    void coloursThePartOfAPageThatIsNamed() {
        assertThat(BrandSheet.of(".part", Map.of("color", "#0b7a5c")))
                .startsWith(".part {")
                .contains("--button-ink: light-dark(#ffffff, #ffffff)");
        assertThat(BrandSheet.of(Map.of("color", "#0b7a5c"))).startsWith(":root {");
    }
}
