package io.posthorn.guide;

import io.posthorn.interop.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of other languages that a machine may have. */
final class Tools {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Tools() {}

    /** Goes on when this command ends well in this folder; otherwise skips the test with a loud line. */
    static void need(Path folder, String... command) {
        Program.Ending ending = Program.run(folder, PATIENCE, List.of(command));
        if (ending.code() != 0) {
            skip(String.join(" ", command), ending.output());
        }
    }

    /**
     * A Python that has these modules, the one on the path or the system's own, into which its packages install them;
     * skips the test with a loud line when neither has.
     */
    static String python(Path folder, String... modules) {
        String imports = "import " + String.join(", ", modules);
        return Stream.of("python3", "/usr/bin/python3")
                .filter(python -> works(folder, python, "-c", imports))
                .findFirst()
                .orElseGet(() -> skip("python3 -c '" + imports + "'", "no Python here has them"));
    }

    private static boolean works(Path folder, String... command) {
        return Program.run(folder, PATIENCE, List.of(command)).code() == 0;
    }

    private static String skip(String called, String reason) {
        System.err.printf(
                "%n####  '%s' DOES NOT WORK HERE: what the documentation shows for it is not tried.  ####%n%n", called);
        return Assumptions.abort(called + ": " + reason);
    }
}
