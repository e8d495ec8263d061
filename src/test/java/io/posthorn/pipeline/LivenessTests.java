package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.ledger.Nodes.Peer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LivenessTests {

    private static final UUID PEER = new UUID(0, 9);

    private final Liveness liveness = new Liveness(Duration.ofSeconds(15), Duration.ofSeconds(1));
    private long now;

    private List<Peer> afterSeconds(int seconds, long beat) {
        now += Duration.ofSeconds(seconds).toNanos();
        return liveness.judge(List.of(new Peer(PEER, "peer", beat)), now);
    }

    @Test
    void declaresAPeerDeadWhoseCounterStandsStillForTheTimeToLive() {
        afterSeconds(0, 5);
        for (int second = 1; second < 15; second++) {
            assertThat(afterSeconds(1, 5)).isEmpty();
        }
        assertThat(afterSeconds(1, 5)).extracting(Peer::id).containsExactly(PEER);
    }

    @Test
    void countsAnewWhenTheCounterMoves() {
        afterSeconds(0, 5);
        for (int second = 1; second < 15; second++) {
            afterSeconds(1, 5);
        }
        assertThat(afterSeconds(1, 6)).isEmpty();
        assertThat(afterSeconds(1, 6)).isEmpty();
    }

    @Test
    void killsNobodyForAnOutageThatIsOurs() {
        afterSeconds(0, 5);
        liveness.missedOwn();
        assertThat(afterSeconds(600, 5)).isEmpty();
        assertThat(afterSeconds(1, 5)).isEmpty();
    }

    @Test
    void killsNobodyForAPauseOfThisProcess() {
        afterSeconds(0, 5);
        assertThat(afterSeconds(600, 5)).isEmpty();
    }

    @Test
    void forgetsPeersThatLeft() {
        afterSeconds(0, 5);
        for (int second = 1; second < 15; second++) {
            afterSeconds(1, 5);
        }
        liveness.judge(List.of(), now);
        assertThat(afterSeconds(1, 5)).isEmpty();
    }
}
