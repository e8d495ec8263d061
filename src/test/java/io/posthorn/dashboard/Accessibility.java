package io.posthorn.dashboard;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What axe-core finds wrong with a page by the rules of WCAG 2.0, 2.1 and 2.2 up to level AA. */
final class Accessibility {

    private static final String AXE = axe();

    /** One line for each rule that is broken: its name, how many places, the first of them and what is wrong there. */
    private static final String FIND = """
            async () => {
              const found = await axe.run(document, {
                resultTypes: ['violations'],
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});
              return found.violations.map(rule => rule.id + ' (' + rule.nodes.length + '): ' + rule.nodes[0].html + ': '
                + rule.nodes[0].failureSummary.replace(/\\s+/g, ' '));
            }""";

    private static final int[] WIDTHS = {1280, 360};

    private Accessibility() {}

    /** What is wrong with the page that is open, light at full width and dark at the least. */
    static List<String> complaints(Page page) {
        page.evaluate(AXE);
        List<String> light = find(page, ColorScheme.LIGHT, WIDTHS[0]);
        List<String> dark = find(page, ColorScheme.DARK, WIDTHS[1]);
        return Stream.concat(
                        light.stream().map("light: "::concat), dark.stream().map("dark: "::concat))
                .toList();
    }

    private static List<String> find(Page page, ColorScheme colors, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colors));
        page.setViewportSize(width, 860);
        Object found = page.evaluate(FIND);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    private static String axe() {
        try (InputStream script =
                Objects.requireNonNull(Accessibility.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
