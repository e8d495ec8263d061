package io.posthorn.loadtest;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * A process, with its children, that takes part in a measurement.
 *
 * @param name what it is, for people
 */
record Participant(String name, long pid) {

    /** Processor time so far: of it and of its children that live. */
    Duration processorTime() {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.children()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
