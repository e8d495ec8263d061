package io.posthorn.postgres;

/**
 * What an examination found, in a sentence for whoever runs this installation.
 *
 * @param level how bad it is
 */
public record Finding(Level level, String sentence) {

    /** How bad something is. */
    public enum Level {
        /** As it should be. */
        GOOD,
        /** It works, and may not for ever, or not in an accident. */
        WARNING,
        /** It does not work. */
        BAD
    }

    /** As it should be. */
    public static Finding good(String sentence) {
        return new Finding(Level.GOOD, sentence);
    }

    /** Something to look into. */
    public static Finding warning(String sentence) {
        return new Finding(Level.WARNING, sentence);
    }

    /** Something to mend. */
    public static Finding bad(String sentence) {
        return new Finding(Level.BAD, sentence);
    }

    @Override
    public String toString() {
        return switch (level) {
                    case GOOD -> "ok    ";
                    case WARNING -> "look  ";
                    case BAD -> "BAD   ";
                }
                + sentence;
    }
}
