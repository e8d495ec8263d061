package io.posthorn.network;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.netty.resources.LoopResources;

/** Event loops over epoll, the same for servers and clients, with a {@link CoalescingIoHandler} each. */
final class EpollLoops implements LoopResources {

    private final EventLoopGroup loops;
    private final EventLoopGroup clients;

    /** @param epoll what makes the handlers of epoll */
    EpollLoops(String name, int threads, IoHandlerFactory epoll) {
        this.loops = new MultiThreadIoEventLoopGroup(threads, threads(name), CoalescingIoHandler.over(epoll));
        this.clients = LoopResources.colocate(loops);
    }

    /** Those where the system has epoll, Reactor Netty's own elsewhere. */
    static LoopResources open(String name) {
        int threads = LoopResources.DEFAULT_IO_WORKER_COUNT;
        return LoopResources.DEFAULT_NATIVE && Epoll.isAvailable()
                ? new EpollLoops(name, threads, EpollIoHandler.newFactory())
                : LoopResources.create(name, threads, true);
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> new LoopThread(task, name + "-epoll-" + count.incrementAndGet());
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return loops;
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return clients;
    }

    @Override
    public boolean daemon() {
        return true;
    }

    @Override
    public boolean isDisposed() {
        return loops.isShuttingDown();
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return Mono.defer(() -> {
            Future<?> ended =
                    loops.shutdownGracefully(quietPeriod.toMillis(), timeout.toMillis(), TimeUnit.MILLISECONDS);
            return Mono.<Void>create(sink -> ended.addListener(_ -> sink.success()));
        });
    }

    /** Known to Reactor as one that must not be blocked. */
    private static final class LoopThread extends FastThreadLocalThread implements NonBlocking {

        LoopThread(Runnable task, String name) {
            super(task, name);
            setDaemon(true);
        }
    }
}
