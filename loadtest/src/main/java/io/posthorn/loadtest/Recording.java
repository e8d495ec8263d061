package io.posthorn.loadtest;

import java.nio.file.Path;
import java.util.List;

/** Where a JVM spends its time, by Java Flight Recorder: the innermost frames of its samples, and of our own code. */
record Recording(String name, long pid, Path file) {

    private static final String CPU_TIME = "jdk.CPUTimeSample#";

    static Recording start(String name, long pid) {
        Path file = Path.of("target", "loadtest-" + name + ".jfr").toAbsolutePath();
        Memory.jcmd(pid, "JFR.configure", "stackdepth=256");
        Memory.jcmd(
                pid,
                "JFR.start",
                "name=load",
                "settings=profile",
                CPU_TIME + "enabled=true",
                CPU_TIME + "throttle=2ms",
                "filename=" + file);
        return new Recording(name, pid, file);
    }

    /** Ends the recording and prints what it saw. */
    void print() {
        Memory.jcmd(pid, "JFR.stop", "name=load");
        for (String view :
                List.of("cpu-time-hot-methods", "hot-methods", "gc", "allocation-by-class", "allocation-by-site")) {
            System.out.printf("%n%s, %s:%n", name, view);
            System.out.println(Memory.output(Memory.tool("jfr"), "view", "--width", "160", view, file.toString()));
        }
    }
}
