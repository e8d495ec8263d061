package io.posthorn.loadtest;

import java.util.Arrays;
import java.util.List;

/**
 * What a large database costs: {@code --growth=attempts} measures the in-process source beside old attempts, {@code
 * --growth=backlog} how fast what waits is drained. Either is compared with an empty database in the same run.
 */
final class Growth {

    static final String OPTION = "--growth=";

    private static final String ROWS = "--rows=";
    private static final long OLD_ATTEMPTS = 10_000_000;
    private static final long WAITING = 1_000_000;
    private static final double WANTED_BESIDE_ATTEMPTS = 0.9;
    private static final double WANTED_OF_BACKLOG = 0.8;
    private static final int KIB_PER_MIB = 1024;

    private final Options options;
    private final Stage stage;

    private Growth(Options options) {
        this.options = options;
        this.stage = new Stage(options);
    }

    /** Takes the proof, how many rows, and what {@link Options} takes. */
    static void main(String[] args) {
        String[] others = Arrays.stream(args)
                .filter(word -> !word.startsWith(OPTION) && !word.startsWith(ROWS))
                .toArray(String[]::new);
        Growth growth = new Growth(Options.parse(others));
        String proof = args[0].substring(OPTION.length());
        switch (proof) {
            case "attempts" -> growth.besideAttempts(rows(args, OLD_ATTEMPTS));
            case "backlog" -> growth.ofBacklog(rows(args, WAITING));
            default -> throw new IllegalArgumentException("growth is attempts or backlog, not " + proof);
        }
    }

    private static long rows(String[] args, long otherwise) {
        return Arrays.stream(args)
                .filter(word -> word.startsWith(ROWS))
                .map(word -> Long.parseUnsignedLong(word.substring(ROWS.length())))
                .findFirst()
                .orElse(otherwise);
    }

    private Fed fed(String name) {
        return stage.fedInProcess(name, new Ledger(stage.database(name)));
    }

    private void besideAttempts(long rows) {
        Fed empty = fed("empty");
        Fed grown = fed("grown");
        OldAttempts old = new OldAttempts(grown.run().ledger().database());
        old.fill(rows);
        System.out.println(old.describe());
        Way alone = warmedUp(empty);
        Way beside = warmedUp(grown);
        for (int round = 0; round < options.rounds(); round++) {
            beside.measureBeside(alone, options.duration());
        }
        List.of(alone, beside).forEach(way -> System.out.println(way.summary()));
        System.out.println(beside.comparedTo(alone));
        judge(beside.ratio(), WANTED_BESIDE_ATTEMPTS);
        List.of(empty, grown).forEach(Growth::account);
    }

    private void ofBacklog(long rows) {
        Fed fresh = fed("fresh");
        Fed full = fed("backlog");
        Way source = warmedUp(fresh);
        warmedUp(full);
        Backlog backlog = new Backlog(full.run().ledger(), stage.receiver(), rows);
        drained(source, backlog.way("waiting messages, drained", backlog::makeMessages, full.participants()));
        drained(source, backlog.way("waiting deliveries, drained", backlog::makeDeliveries, full.participants()));
        List.of(fresh, full).forEach(Growth::account);
    }

    private void drained(Way source, Way drain) {
        for (int round = 0; round < options.rounds(); round++) {
            drain.measureBeside(source, options.duration());
        }
        List.of(source, drain).forEach(way -> System.out.println(way.summary()));
        System.out.println(drain.comparedTo(source));
        judge(drain.ratio(), WANTED_OF_BACKLOG);
    }

    private Way warmedUp(Fed fed) {
        Way way = fed.way();
        way.warmUp(options.warmUp());
        return way;
    }

    private static void judge(double ratio, double wanted) {
        System.out.printf("%s: %.2f, wanted at least %.2f%n%n", ratio < wanted ? "TOO SLOW" : "good", ratio, wanted);
    }

    private static void account(Fed fed) {
        Memory memory = Memory.of(fed.pid());
        System.out.printf(
                "%-28s memory %d MiB resident; heap %d MiB used, %d MiB after a collection%n",
                fed.name(), memory.resident() / KIB_PER_MIB, memory.heap() / KIB_PER_MIB, memory.live() / KIB_PER_MIB);
        fed.run().requireNothingLost();
    }
}
