package io.posthorn.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Turn by turn over a system that writes down what it is told and when it looks for events. */
class CoalescingIoHandlerTests {

    private static final String LOOKS = "looks";

    private enum Waits implements IoOps {
        FOR_NOTHING,
        TO_READ,
        TO_WRITE
    }

    private final List<String> seen = new ArrayList<>();
    private final Loop loop = new Loop();
    private final Recorder system = new Recorder();
    private final IoHandler handler = CoalescingIoHandler.over(_ -> system).newHandler(loop);

    @Test
    void tellsWhatIsWaitedForBeforeEventsAreLookedFor() {
        register("a").submit(Waits.TO_READ);
        assertThat(seen).isEmpty();

        turn();

        assertThat(seen).containsExactly("a TO_READ", LOOKS);
    }

    @Test
    void tellsNothingOfWhatWasTakenBackInTheSameTurn() {
        IoRegistration registration = register("a");
        registration.submit(Waits.TO_READ);
        turn();

        registration.submit(Waits.FOR_NOTHING);
        registration.submit(Waits.TO_READ);
        turn();

        assertThat(seen).containsExactly("a TO_READ", LOOKS, LOOKS);
    }

    @Test
    void tellsTheLastOfSeveralChangesOnce() {
        IoRegistration registration = register("a");
        registration.submit(Waits.TO_READ);
        turn();

        registration.submit(Waits.FOR_NOTHING);
        registration.submit(Waits.TO_WRITE);
        turn();
        turn();

        assertThat(seen).containsExactly("a TO_READ", LOOKS, "a TO_WRITE", LOOKS, LOOKS);
    }

    @Test
    void tellsWhatAnEventLedToBeforeTheNextLook() {
        IoRegistration registration = register("a");
        system.atNextLook = () -> registration.submit(Waits.TO_WRITE);

        turn();
        turn();

        assertThat(seen).containsExactly(LOOKS, "a TO_WRITE", LOOKS);
    }

    @Test
    void saysNothingForAConnectionThatIsGone() {
        IoRegistration registration = register("a");
        registration.submit(Waits.TO_READ);
        registration.cancel();

        turn();

        assertThat(seen).containsExactly(LOOKS);
        assertThat(registration.isValid()).isFalse();
    }

    @Test
    void takesChangesOfOtherThreadsToTheLoop() {
        IoRegistration registration = register("a");
        loop.isHere = false;
        registration.submit(Waits.TO_READ);
        loop.isHere = true;
        turn();
        assertThat(seen).containsExactly(LOOKS);

        loop.tasks.forEach(Runnable::run);
        turn();

        assertThat(seen).containsExactly(LOOKS, "a TO_READ", LOOKS);
    }

    @Test
    void closesAConnectionThatCannotBeWaitedForAndGoesOnWithOthers() {
        system.refuses = "a";
        register("a").submit(Waits.TO_READ);
        register("b").submit(Waits.TO_READ);

        turn();

        assertThat(seen).containsExactly("a is closed", "b TO_READ", LOOKS);
    }

    private IoRegistration register(String name) {
        try {
            return handler.register(new Connection(name));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void turn() {
        handler.run(new NothingElse());
    }

    /** Whether the caller is on the loop is for the test to say. */
    private static final class Loop implements ThreadAwareExecutor {

        private final List<Runnable> tasks = new ArrayList<>();
        private boolean isHere = true;

        @Override
        public boolean isExecutorThread(Thread thread) {
            return isHere;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }
    }

    private final class Recorder implements IoHandler {

        private Runnable atNextLook = () -> {};
        private @Nullable String refuses;

        @Override
        public int run(IoHandlerContext context) {
            seen.add(LOOKS);
            atNextLook.run();
            atNextLook = () -> {};
            return 0;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            return new Watch(((Connection) handle).name);
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return true;
        }
    }

    private final class Watch implements IoRegistration {

        private final String name;
        private boolean isValid = true;

        Watch(String name) {
            this.name = name;
        }

        @Override
        public long submit(IoOps ops) {
            if (name.equals(system.refuses)) {
                throw new UncheckedIOException(new IOException("no room for another watch"));
            }
            seen.add(name + " " + ops);
            return 0;
        }

        @Override
        public <T> @Nullable T attachment() {
            return null;
        }

        @Override
        public boolean isValid() {
            return isValid;
        }

        @Override
        public boolean cancel() {
            isValid = false;
            return true;
        }
    }

    private final class Connection implements IoHandle {

        private final String name;

        Connection(String name) {
            this.name = name;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {}

        @Override
        public void close() {
            seen.add(name + " is closed");
        }
    }

    private static final class NothingElse implements IoHandlerContext {

        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long now) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return 0;
        }
    }
}
