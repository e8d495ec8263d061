package io.posthorn.loadtest;

/** Where the webhooks go: a server in a process of its own that says 200 to every POST and knows how many came. */
interface Receiver extends AutoCloseable {

    /** The one asked for: {@code nginx}, {@code netty}, or nginx where there is one for {@code any}. */
    static Receiver start(String kind) {
        boolean nginx = kind.equals("nginx") || kind.equals("any") && NginxReceiver.isInstalled();
        return nginx ? NginxReceiver.start() : NettyReceiver.start();
    }

    /** What it is, for people. */
    String name();

    /** Takes any POST on any path below it; without a slash at the end. */
    String url();

    /** Answers a GET with text whose {@link ReceivedCount#parse count} is of the POSTs so far. */
    String countUrl();

    /** How many POSTs came so far; nginx counts every question about it too. */
    default long received() {
        return ReceivedCount.ask(countUrl());
    }

    /** Its first process. */
    long pid();

    @Override
    void close();
}
