package io.posthorn.loadtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One command, one report: how fast this machine delivers, beside the bare HTTP client that it delivers with. */
final class LoadTest {

    private static final int KIB_PER_MIB = 1024;

    private final Options options;
    private final Stage stage;

    private LoadTest(Options options) {
        this.options = options;
        this.stage = new Stage(options);
    }

    public static void main(String[] args) {
        try {
            if (args.length > 0 && args[0].startsWith(Isolation.OPTION)) {
                Isolation.main(args);
            } else if (args.length > 0 && args[0].startsWith(Growth.OPTION)) {
                Growth.main(args);
            } else {
                new LoadTest(Options.parse(args)).run();
            }
            System.exit(0);
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void run() {
        Way bare = stage.bare();
        List<Fed> feds = feds();
        describe();
        List<Way> ways = feds.stream().map(Fed::way).toList();
        bare.warmUp(options.warmUp());
        ways.forEach(way -> way.warmUp(options.warmUp()));
        if (options.profile()) {
            feds.forEach(fed -> record(fed, options.duration()));
        }
        for (int round = 0; round < options.rounds(); round++) {
            ways.forEach(way -> way.measureBeside(bare, options.duration()));
        }
        System.out.println();
        System.out.println(bare.summary());
        ways.forEach(way -> System.out.println(way.summary()));
        ways.forEach(way -> System.out.println(way.comparedTo(bare)));
        feds.forEach(LoadTest::printMemory);
        if (options.latency().isPositive()) {
            halfLoad(feds.getLast(), ways.getLast().rate() / 2);
        }
        System.out.println();
        feds.forEach(fed -> fed.run().requireNothingLost());
    }

    private List<Fed> feds() {
        List<Fed> feds = new ArrayList<>();
        if (options.ways().contains("source")) {
            feds.add(stage.fedInProcess(new Ledger(stage.database("source"))));
        }
        if (options.ways().contains("batches")) {
            feds.add(stage.fedByBatches(new Ledger(stage.database("batches"))));
        }
        if (options.ways().contains("posts")) {
            feds.add(stage.fedByPosts(new Ledger(stage.database("posts"))));
        }
        if (options.ways().contains("topic")) {
            feds.addFirst(stage.fedByTopic(new Ledger(stage.database("topic"))));
        }
        return feds;
    }

    private void halfLoad(Fed fed, double rate) {
        new HalfLoad(fed, stage.arrivals(), options.endpoints()).measure(rate, options.warmUp(), options.latency());
    }

    private void describe() {
        Database database = stage.database("described");
        System.out.printf(
                "%d processors, %s, JVM %s; receiver: %s%n%s, fsync %s, synchronous_commit %s%n"
                        + "%d in flight, %d endpoints, %d bytes per message, %d rounds of %d s%n%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                Runtime.version(),
                stage.receiver().name(),
                database.ask("SELECT split_part(version(), ' on ', 1)"),
                database.ask("SHOW fsync"),
                database.ask("SHOW synchronous_commit"),
                options.inFlight(),
                options.endpoints(),
                Payloads.SIZE,
                options.rounds(),
                options.duration().toSeconds());
    }

    private static void record(Fed fed, Duration duration) {
        Recording recording = Recording.start(fed.name().replaceAll("\\W+", "-"), fed.pid());
        fed.run().apply(duration);
        recording.print();
    }

    private static void printMemory(Fed fed) {
        Memory memory = Memory.of(fed.pid());
        System.out.printf(
                "%-28s memory %d MiB resident; heap %d MiB used, %d MiB after a collection%n",
                fed.name(), memory.resident() / KIB_PER_MIB, memory.heap() / KIB_PER_MIB, memory.live() / KIB_PER_MIB);
    }
}
