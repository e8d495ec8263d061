package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerWatchTests {

    private final EmbeddedChannel channel = new EmbeddedChannel(new AnswerWatch(Duration.ofMillis(100)));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void look() {
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void closesAConnectionThatDoesNotAnswer() {
        channel.writeOutbound("SELECT 1");
        look();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void leavesOneAloneThatHasAnswered() {
        channel.writeOutbound("SELECT 1");
        channel.writeInbound("1");
        look();

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void leavesOneAloneThatWasNotAsked() {
        look();

        assertThat(channel.isOpen()).isTrue();
    }
}
