package io.posthorn.crash;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code -Dfaults="--kills=200 --seed=7 --nodes=3 --kafka"} asks for.
 *
 * @param kills how many nodes are killed
 * @param seed repeats the choices of an earlier run
 * @param nodes how many there are
 * @param rate letters in a second
 * @param minutes after which no fault is done any more
 * @param kafka whether every other letter comes through a topic, whose broker is killed as well
 */
record FaultOptions(int kills, long seed, int nodes, int rate, int minutes, boolean kafka) {

    static FaultOptions of(String words) {
        List<String> all = List.of(words.strip().split("\\s+"));
        Map<String, String> given = all.stream()
                .filter(word -> word.startsWith("--") && word.contains("="))
                .map(word -> word.substring(2).split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new FaultOptions(
                Integer.parseInt(given.getOrDefault("kills", "2")),
                Long.parseLong(given.getOrDefault("seed", Long.toString(System.nanoTime()))),
                Integer.parseInt(given.getOrDefault("nodes", "2")),
                Integer.parseInt(given.getOrDefault("rate", "20")),
                Integer.parseInt(given.getOrDefault("minutes", "600")),
                all.contains("--kafka"));
    }
}
