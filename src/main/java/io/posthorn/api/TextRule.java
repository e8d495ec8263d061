package io.posthorn.api;

import java.util.regex.Pattern;

/**
 * What a text may look like. Texts of every rule are whole Unicode without the NUL character, which no column holds.
 *
 * @param pattern the whole text matches it
 * @param minLength fewest UTF-16 units
 * @param maxLength most UTF-16 units
 * @param allowed the rule in words, to be read after "must be"
 */
public record TextRule(Pattern pattern, int minLength, int maxLength, String allowed) {

    private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
    private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z0-9\\-_.]+");

    /** A caller's own identifier, and the name of an event type or feature flag. */
    public static final TextRule IDENTIFIER_256 = identifier(256);

    /** A shorter identifier. */
    public static final TextRule IDENTIFIER_128 = identifier(128);

    /** A channel's name. */
    public static final TextRule CHANNEL = new TextRule(
            Pattern.compile("[a-zA-Z0-9\\-_.:+]+"),
            1,
            128,
            "1 to 128 characters out of a-z, A-Z, 0-9, '-', '_', '.', ':' and '+'");

    /** A tag. */
    public static final TextRule TAG = new TextRule(
            Pattern.compile("[a-zA-Z0-9\\-_./\\\\#]+"),
            1,
            128,
            "1 to 128 characters out of a-z, A-Z, 0-9, '-', '_', '.', '/', '\\' and '#'");

    /** Any text up to 65,536 characters, also none. */
    public static final TextRule FREE = new TextRule(ANY, 0, 65_536, "text of at most 65536 characters");

    /** Any text of 1 to 65,536 characters. */
    public static final TextRule FREE_NOT_EMPTY = new TextRule(ANY, 1, 65_536, "text of 1 to 65536 characters");

    private static TextRule identifier(int maxLength) {
        return new TextRule(
                IDENTIFIER, 1, maxLength, "1 to " + maxLength + " characters out of a-z, A-Z, 0-9, '-', '_' and '.'");
    }

    /** Whether the text follows the rule. */
    public boolean allows(String text) {
        return text.length() >= minLength
                && text.length() <= maxLength
                && isStorable(text)
                && pattern.matcher(text).matches();
    }

    /** Whether PostgreSQL can store the text as it is: no NUL, no half of a surrogate pair. */
    static boolean isStorable(String text) {
        int next = 0;
        while (next < text.length()) {
            int c = text.codePointAt(next);
            if (c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return false;
            }
            next += Character.charCount(c);
        }
        return true;
    }
}
