package io.posthorn.loadtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that answers {@link Commands}; all children have the options and the heap of the tool itself. */
final class Child implements AutoCloseable {

    private static final long ENDS_WITHIN_SECONDS = 300;

    private final String name;
    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts this class's main method in a new JVM with our class path, and waits until it is ready. */
    static Child start(Class<?> main, Map<String, String> environment, String... arguments) {
        List<String> command = jvm();
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        Child child = new Child(main.getSimpleName(), start(command, environment, ProcessBuilder.Redirect.PIPE));
        child.readAnswer();
        return child;
    }

    /** The words that start a JVM like this one. */
    static List<String> jvm() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        return command;
    }

    /** Starts a process that does not hear the variables meant for a Posthorn of the user's. */
    static Process start(List<String> command, Map<String, String> environment, ProcessBuilder.Redirect output) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(output);
            builder.environment().keySet().removeIf(variable -> variable.matches("(POSTHORN|SPRING|SERVER)_.*"));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks and waits for the answer. */
    String ask(String question) {
        try {
            input.write(question + "\n");
            input.flush();
            return readAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readAnswer() {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String answer = Commands.answerIn(line);
                if (answer != null) {
                    return answer;
                }
                System.out.println(name + ": " + line);
            }
            process.onExit().join();
            throw new IllegalStateException(
                    name + " ended with status " + process.exitValue() + " instead of an answer");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        end(process);
    }

    /** Ends a process in the orderly way, or by force when it does not listen. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
