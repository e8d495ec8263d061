package io.posthorn.loadtest;

import java.util.Map;

/** A {@link ReceiverProcess} that this tool started. */
record NettyReceiver(Child child, String url) implements Receiver {

    static NettyReceiver start() {
        Child child = Child.start(ReceiverProcess.class, Map.of());
        return new NettyReceiver(child, "http://127.0.0.1:" + child.ask("port"));
    }

    @Override
    public String name() {
        return "Reactor Netty in a process of its own (no nginx on the path)";
    }

    @Override
    public String countUrl() {
        return url;
    }

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public void close() {
        child.close();
    }
}
