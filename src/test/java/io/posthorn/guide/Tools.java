package io.posthorn.guide;

import io.posthorn.interop.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Programs of other languages that a machine may have. */
final class Tools {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Tools() {}

    /** Goes on when this command ends well in this folder; otherwise skips the test with a loud line. */
    static void need(Path folder, String... command) {
        Program.Ending ending = Program.run(folder, PATIENCE, List.of(command));
        if (ending.code() != 0) {
            String called = String.join(" ", command);
            System.err.printf(
                    "%n####  '%s' DOES NOT WORK HERE: what the documentation shows for it is not tried.  ####%n%n",
                    called);
            Assumptions.abort(called + " ended with " + ending.code() + ": " + ending.output());
        }
    }
}
