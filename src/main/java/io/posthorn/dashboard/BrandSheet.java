package io.posthorn.dashboard;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The colours of a brand as a style sheet, with text on them that can be read. */
final class BrandSheet {

    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final String INK = "#10131a";
    private static final String WHITE = "#ffffff";

    private BrandSheet() {}

    /** For a whole page; nothing for a brand without colours. */
    static String of(Map<String, Object> brand) {
        return of(":root", brand);
    }

    /** For the part of a page that the selector names; nothing for a brand without colours. */
    static String of(String selector, Map<String, ?> brand) {
        String light = color(brand, "color", "");
        String dark = color(brand, "darkColor", light);
        if (dark.isEmpty()) {
            return "";
        }
        String day = light.isEmpty() ? dark : light;
        return String.format(Locale.ROOT, """
                %7$s {
                  --button: light-dark(%1$s, %2$s);
                  --button-over: light-dark(color-mix(in srgb, %1$s 86%%, %3$s), color-mix(in srgb, %2$s 86%%, %4$s));
                  --button-ink: light-dark(%5$s, %6$s);
                  --brand: light-dark(%1$s, %2$s);
                }
                """, day, dark, away(day), away(dark), inkOn(day), inkOn(dark), selector);
    }

    private static String color(Map<String, ?> brand, String name, String otherwise) {
        return brand.get(name) instanceof String color && COLOR.matcher(color).matches() ? color : otherwise;
    }

    /** White or nearly black, whichever stands out more. */
    static String inkOn(String color) {
        return contrast(color, WHITE) >= contrast(color, INK) ? WHITE : INK;
    }

    /** Away from its text, so that the text stands out as much as before. */
    private static String away(String color) {
        return inkOn(color).equals(WHITE) ? "#000000" : WHITE;
    }

    /** The contrast of WCAG 2, from 1 to 21. */
    static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String color) {
        return 0.2126 * linear(color, 1) + 0.7152 * linear(color, 3) + 0.0722 * linear(color, 5);
    }

    private static double linear(String color, int at) {
        double part = Integer.parseInt(color.substring(at, at + 2), 16) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
