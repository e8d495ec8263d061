package io.posthorn.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM occupies, in KiB.
 *
 * @param resident all its memory that is in RAM
 * @param heap its heap with the garbage in it
 * @param live its heap right after a full collection
 */
record Memory(long resident, long heap, long live) {

    private static final Pattern HEAP_USED =
            Pattern.compile("^.*(?:heap|generation|space|zheap|young|old).* used (\\d+)K", Pattern.CASE_INSENSITIVE);

    /** Looks at a process that runs on the same JDK as we do. */
    static Memory of(long pid) {
        long resident = Long.parseLong(
                output("ps", "-o", "rss=", "-p", Long.toString(pid)).strip());
        long heap = heapUsed(pid);
        jcmd(pid, "GC.run");
        return new Memory(resident, heap, heapUsed(pid));
    }

    private static long heapUsed(long pid) {
        return jcmd(pid, "GC.heap_info")
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("Metaspace") && !line.startsWith("class space"))
                .map(HEAP_USED::matcher)
                .filter(Matcher::find)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .sum();
    }

    /** What the JVM of this number answers to this diagnostic command. */
    static String jcmd(long pid, String... words) {
        List<String> command = new ArrayList<>(List.of(tool("jcmd"), Long.toString(pid)));
        command.addAll(List.of(words));
        return output(command.toArray(String[]::new));
    }

    /** A program of our JDK. */
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** Everything that a program prints. */
    static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var output = process.inputReader()) {
                return String.join("\n", output.readAllLines());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
