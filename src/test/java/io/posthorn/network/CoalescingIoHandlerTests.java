package io.posthorn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void tellsTheFirstAtOnce() {
        register("a").submit(Waits.TO_READ);
        assertThat(seen).containsExactly("a TO_READ");

        turn();

        assertThat(seen).containsExactly("a TO_READ", LOOKS);
    }

    @Test
    void saysWhyAConnectionCannotBeWaitedForWhereItIsOpened() {
        system.refuses = "a";
        IoRegistration registration = register("a");

        assertThatThrownBy(() -> registration.submit(Waits.TO_READ)).hasMessageContaining("no room");
        system.refuses = null;
        registration.submit(Waits.TO_WRITE);

        assertThat(seen).containsExactly("a TO_WRITE");
    }

    @Test
    void tellsAChangeBeforeEventsAreLookedFor() {
        IoRegistration registration = registered("a");

        registration.submit(Waits.TO_WRITE);
        assertThat(seen).isEmpty();
        turn();

        assertThat(seen).containsExactly("a TO_WRITE", LOOKS);
    }

    @Test
    void tellsNothingOfWhatWasTakenBackInTheSameTurn() {
        IoRegistration registration = registered("a");

        registration.submit(Waits.FOR_NOTHING);
        registration.submit(Waits.TO_READ);
        turn();

        assertThat(seen).containsExactly(LOOKS);
    }

    @Test
    void tellsTheLastOfSeveralChangesOnce() {
        IoRegistration registration = registered("a");

        registration.submit(Waits.FOR_NOTHING);
        registration.submit(Waits.TO_WRITE);
        turn();
        turn();

        assertThat(seen).containsExactly("a TO_WRITE", LOOKS, LOOKS);
    }

    @Test
    void tellsWhatAnEventLedToBeforeTheNextLook() {
        IoRegistration registration = registered("a");
        system.atNextLook = () -> registration.submit(Waits.TO_WRITE);

        turn();
        turn();

        assertThat(seen).containsExactly(LOOKS, "a TO_WRITE", LOOKS);
    }

    @Test
    void saysNothingForAConnectionThatIsGone() {
        IoRegistration registration = registered("a");
        registration.submit(Waits.TO_WRITE);
        registration.cancel();

        turn();

        assertThat(seen).containsExactly(LOOKS);
        assertThat(registration.isValid()).isFalse();
    }

    @Test
    void takesChangesOfOtherThreadsToTheLoop() {
        IoRegistration registration = registered("a");
        loop.isHere = false;
        registration.submit(Waits.TO_WRITE);
        loop.isHere = true;
        turn();
        assertThat(seen).containsExactly(LOOKS);

        loop.tasks.forEach(Runnable::run);
        turn();

        assertThat(seen).containsExactly(LOOKS, "a TO_WRITE", LOOKS);
    }

    @Test
    void closesAConnectionThatCannotBeWaitedForAndGoesOnWithOthers() {
        IoRegistration one = registered("a");
        IoRegistration other = registered("b");
        system.refuses = "a";

        one.submit(Waits.TO_WRITE);
        other.submit(Waits.TO_WRITE);
        turn();

        assertThat(seen).containsExactly("a is closed", "b TO_WRITE", LOOKS);
    }

    @Test
    void tellsWhatOthersWantWhenOneIsClosed() {
        IoRegistration one = registered("a");
        IoRegistration other = registered("b");
        system.refuses = "a";
        system.atClose = () -> other.submit(Waits.TO_WRITE);

        one.submit(Waits.TO_WRITE);
        turn();
        other.submit(Waits.TO_READ);
        turn();

        assertThat(seen).containsExactly("a is closed", "b TO_WRITE", LOOKS, "b TO_READ", LOOKS);
    }

    @Test
    void handsOnAllElse() {
        handler.initialize();
        handler.wakeup();
        handler.prepareToDestroy();
        handler.destroy();

        assertThat(seen).containsExactly("begins", "wakes", "is to end", "ends");
    }

    /** One that waits to read, as the system knows. */
    private IoRegistration registered(String name) {
        IoRegistration registration = register(name);
        registration.submit(Waits.TO_READ);
        seen.clear();
        return registration;
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
        private Runnable atClose = () -> {};
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
        public void initialize() {
            seen.add("begins");
        }

        @Override
        public void wakeup() {
            seen.add("wakes");
        }

        @Override
        public void prepareToDestroy() {
            seen.add("is to end");
        }

        @Override
        public void destroy() {
            seen.add("ends");
        }

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
            system.atClose.run();
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
