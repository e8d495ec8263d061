package io.posthorn.loadtest;

/**
 * Works a Posthorn for a while and measures nothing: its JVM, told so by {@code posthorn.jvm}, writes down at its end
 * what it has learnt, for the next ones to begin with. The image is built with it.
 */
final class Training {

    private Training() {}

    /** Takes the {@linkplain Options options} of the load test. */
    public static void main(String[] args) {
        try {
            Options options = Options.parse(args);
            Stage stage = new Stage(options);
            Fed fed = stage.fedByPosts(new Ledger(stage.database("training")));
            fed.way().warmUp(options.warmUp());
            fed.run().requireNothingLost();
            System.exit(0);
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
