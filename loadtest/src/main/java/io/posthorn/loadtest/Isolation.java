package io.posthorn.loadtest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Proofs that no receiver harms another, one in each run: {@code --isolation=hung}, {@code backlog}, {@code slow-host},
 * {@code fan-out}, {@code outage} or {@code hosts}. Each compares a run with its own baseline.
 */
final class Isolation {

    static final String OPTION = "--isolation=";

    private static final Map<String, Integer> DEFAULTS = Map.of(
            "--rate", 200,
            "--seconds", 30,
            "--backlog", 500_000,
            "--hosts", 20_000,
            "--endpoints", 10_000);

    private Isolation() {}

    /** What a proof is told: a rate per second, how long its parts last, and how much of what it is about. */
    record Scale(double rate, Duration part, int backlog, int hosts, int endpoints) {}

    static void main(String[] args) {
        Map<String, Integer> said = new LinkedHashMap<>(DEFAULTS);
        for (int i = 1; i < args.length; i++) {
            String[] words = args[i].split("=", 2);
            if (words.length != 2 || said.replace(words[0], Integer.parseUnsignedInt(words[1])) == null) {
                throw new IllegalArgumentException(args[i] + " is unknown; there are " + DEFAULTS.keySet());
            }
        }
        run(
                args[0].substring(OPTION.length()),
                new Scale(
                        value(said, "--rate"),
                        Duration.ofSeconds(value(said, "--seconds")),
                        value(said, "--backlog"),
                        value(said, "--hosts"),
                        value(said, "--endpoints")));
    }

    private static int value(Map<String, Integer> said, String name) {
        return said.getOrDefault(name, 0);
    }

    private static void run(String proof, Scale scale) {
        Stage stage = new Stage(Options.parse("--receiver=netty"));
        switch (proof) {
            case "hung" -> HungHalf.run(stage.neighbours(Map.of()), scale);
            case "backlog" -> BlackHole.run(stage.neighbours(Map.of()), scale);
            case "slow-host" -> SlowHost.run(stage.neighbours(Map.of()), scale);
            case "fan-out" -> WideFanOut.run(stage.neighbours(Map.of()), scale);
            case "outage" -> Outage.run(stage.neighbours(Map.of()), scale);
            case "hosts" -> ManyHosts.run(stage.neighbours(Map.of()), scale);
            default -> throw new IllegalArgumentException("there is no proof named " + proof);
        }
    }
}
