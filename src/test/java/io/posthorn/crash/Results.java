package io.posthorn.crash;

import io.posthorn.crash.Mischief.Deed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What each fault of a run did, as a table. */
final class Results {

    private static final String HEAD = """
            | Fault | Times | Posts without an answer | Longest silence | Duplicates | Most from one |
            | --- | --- | --- | --- | --- | --- |
            """;

    private final List<Effect> effects = new ArrayList<>();

    private Results() {}

    /**
     * What happened from one fault to the next.
     *
     * @param silence the longest time without an arrival
     * @param duplicates deliveries that were repeated because of it, whenever
     */
    private record Effect(Fault fault, long unanswered, Duration silence, int duplicates) {}

    static Results of(List<Deed> deeds, Evidence evidence) {
        Results results = new Results();
        Repetitions repetitions = new Repetitions(evidence);
        for (int i = 0; i < deeds.size(); i++) {
            Deed deed = deeds.get(i);
            long next = i + 1 < deeds.size() ? deeds.get(i + 1).at() : Long.MAX_VALUE;
            results.effects.add(effect(deed, next, evidence, repetitions));
        }
        return results;
    }

    private static Effect effect(Deed deed, long next, Evidence evidence, Repetitions repetitions) {
        List<Event> between = evidence.events().stream()
                .filter(event -> event.at() >= deed.at() && event.at() < next)
                .toList();
        long unanswered =
                between.stream().filter(Event.Unanswered.class::isInstance).count();
        return new Effect(deed.fault(), unanswered, silence(between, deed.at()), repetitions.because(deed.end()));
    }

    private static Duration silence(List<Event> events, long from) {
        long last = from;
        long longest = 0;
        for (Event event : events) {
            if (event instanceof Event.Arrived) {
                longest = Math.max(longest, event.at() - last);
                last = event.at();
            }
        }
        return Duration.ofNanos(longest);
    }

    @Override
    public String toString() {
        return HEAD + Arrays.stream(Fault.values()).map(this::row).collect(Collectors.joining());
    }

    private String row(Fault fault) {
        List<Effect> same =
                effects.stream().filter(effect -> effect.fault() == fault).toList();
        return String.format(
                "| %s | %d | %d | %.1f s | %d | %d |%n",
                fault,
                same.size(),
                same.stream().mapToLong(Effect::unanswered).sum(),
                same.stream()
                                .mapToLong(effect -> effect.silence().toMillis())
                                .max()
                                .orElse(0)
                        / 1000.0,
                same.stream().mapToInt(Effect::duplicates).sum(),
                same.stream().mapToInt(Effect::duplicates).max().orElse(0));
    }

    void write(Path path, String summary) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, summary + "\n\n" + this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
