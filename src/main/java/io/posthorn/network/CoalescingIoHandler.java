package io.posthorn.network;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the kernel what a connection waits for once for each turn of the event loop, as it stands at the end of the
 * turn. Reactor Netty stops reading at the beginning of each exchange and goes on as soon as somebody asks for the
 * body, which nearly always is before the loop looks for events again; epoll takes a system call for each of the two,
 * and a message with its delivery makes four that cancel each other out.
 */
final class CoalescingIoHandler implements IoHandler {

    private static final Logger log = LoggerFactory.getLogger(CoalescingIoHandler.class);

    private final IoHandler io;
    private final ThreadAwareExecutor loop;
    private final List<Interest> changed = new ArrayList<>();

    private CoalescingIoHandler(IoHandler io, ThreadAwareExecutor loop) {
        this.io = io;
        this.loop = loop;
    }

    /** Handlers of that factory, each with its changes put together. */
    static IoHandlerFactory over(IoHandlerFactory handlers) {
        return loop -> new CoalescingIoHandler(handlers.newHandler(loop), loop);
    }

    @Override
    public int run(IoHandlerContext context) {
        tell();
        return io.run(context);
    }

    private void tell() {
        for (int i = 0; i < changed.size(); i++) {
            changed.get(i).tell();
        }
        changed.clear();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Interest(handle, io.register(handle));
    }

    @Override
    public void initialize() {
        io.initialize();
    }

    @Override
    public void prepareToDestroy() {
        io.prepareToDestroy();
    }

    @Override
    public void destroy() {
        io.destroy();
    }

    @Override
    public void wakeup() {
        io.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return io.isCompatible(handleType);
    }

    /**
     * What one connection waits for. The first time it is told at once: when the system has no room for one connection
     * more, who opens it hears why.
     */
    private final class Interest implements IoRegistration {

        private final IoHandle handle;
        private final IoRegistration registration;
        private @Nullable IoOps wanted;
        private @Nullable IoOps told;
        private boolean isChanged;

        Interest(IoHandle handle, IoRegistration registration) {
            this.handle = handle;
            this.registration = registration;
        }

        @Override
        public long submit(IoOps ops) {
            if (!loop.isExecutorThread(Thread.currentThread())) {
                loop.execute(() -> submit(ops));
                return 0;
            }
            if (told == null) {
                long result = registration.submit(ops);
                wanted = ops;
                told = ops;
                return result;
            }
            wanted = ops;
            if (!isChanged) {
                isChanged = true;
                changed.add(this);
            }
            return 0;
        }

        private void tell() {
            isChanged = false;
            IoOps now = wanted;
            if (now == null || now.equals(told) || !registration.isValid()) {
                return;
            }
            try {
                registration.submit(now);
                told = now;
            } catch (RuntimeException e) {
                log.warn("A connection is closed, since the system cannot be told what it waits for", e);
                close();
            }
        }

        private void close() {
            try {
                handle.close();
            } catch (Exception e) {
                log.warn("A connection that cannot be waited for could not be closed either", e);
            }
        }

        @Override
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }
    }
}
