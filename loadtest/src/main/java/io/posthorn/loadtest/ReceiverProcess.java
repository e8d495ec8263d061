package io.posthorn.loadtest;

import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

/** The receiver on machines without nginx, about as cheap: it looks at no more of a request than where it ends. */
final class ReceiverProcess {

    private ReceiverProcess() {}

    public static void main(String[] args) {
        LongAdder received = new LongAdder();
        DisposableServer server = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnChannelInit(
                        (observer, channel, remote) -> channel.pipeline().addFirst(new RequestCounter(received)))
                .handle((in, out) -> Flux.from(in.receive()).then())
                .bindNow();
        Commands.answer(question -> Integer.toString(server.port()));
    }
}
