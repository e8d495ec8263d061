package io.posthorn.network;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** Epoll's handlers, and how often they were told what a connection waits for. */
final class CountedIo implements IoHandlerFactory {

    private final IoHandlerFactory epoll = EpollIoHandler.newFactory();
    private final AtomicInteger told = new AtomicInteger();

    int told() {
        return told.get();
    }

    @Override
    public IoHandler newHandler(ThreadAwareExecutor loop) {
        return new Counted(epoll.newHandler(loop));
    }

    private final class Counted implements IoHandler {

        private final IoHandler io;

        Counted(IoHandler io) {
            this.io = io;
        }

        @Override
        public int run(IoHandlerContext context) {
            return io.run(context);
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return new CountedRegistration(io.register(handle));
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
    }

    private final class CountedRegistration implements IoRegistration {

        private final IoRegistration registration;

        CountedRegistration(IoRegistration registration) {
            this.registration = registration;
        }

        @Override
        public long submit(IoOps ops) {
            told.incrementAndGet();
            return registration.submit(ops);
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
