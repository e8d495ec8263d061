package io.posthorn.loadtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The far end of a {@link Child}: answers each line on standard input with one on standard output, and ends with the
 * input, so that no child outlives the tool.
 */
final class Commands {

    /** Where answers go: everything else that is printed must not be taken for one. */
    private static final String MARK = "=> ";

    private Commands() {}

    /** Says that it is ready, then answers until nobody asks any more. */
    static void answer(UnaryOperator<String> answers) {
        PrintStream out = System.out;
        out.println(MARK + "ready");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(MARK + answers.apply(line));
            }
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** The answer in this line of output, or null when it is none. */
    static @Nullable String answerIn(String line) {
        return line.startsWith(MARK) ? line.substring(MARK.length()) : null;
    }
}
