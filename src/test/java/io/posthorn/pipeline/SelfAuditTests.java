package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.ledger.Claims;
import io.posthorn.ledger.DeliveryKey;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class SelfAuditTests {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final DeliveryKey ROW = new DeliveryKey(new UUID(0, 1), new UUID(0, 2), 1);

    private final Tenure tenure = new Tenure(new UUID(1, 1), () -> 0, Duration.ofSeconds(15));
    private final Custody custody = new Custody(1000);
    private final List<DeliveryKey> owned = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final SelfAudit audit = new SelfAudit(
            answering(
                    Claims.class,
                    Map.of(
                            "ownedMessages", Flux.empty(),
                            "ownedDeliveries", Flux.defer(() -> Flux.fromIterable(List.copyOf(owned))),
                            "free", Mono.fromSupplier(this::free))),
            custody,
            answering(EndpointSnapshot.class, Map.of()),
            answering(PipelineRuns.class, Map.of("isOpen", true, "tenure", tenure)),
            () -> now,
            EVERY);

    @Test
    void countsWhatMemoryForgotAndFreesIt() {
        owned.add(ROW);
        audit.whenDue().block();
        assertThat(owned).containsExactly(ROW);

        pass(EVERY);

        assertThat(audit.forgotten()).isEqualTo(1);
        assertThat(owned).isEmpty();
    }

    @Test
    void freesAtOnceWhatAFailedClaimTookAndRaisesNoAlarm() {
        owned.add(ROW);
        audit.claimFailed();
        pass(Duration.ZERO);

        assertThat(audit.forgotten()).isZero();
        assertThat(owned).isEmpty();
    }

    @Test
    void raisesTheAlarmAgainOnceAllThatAFailedClaimTookMustHaveShownItself() {
        audit.claimFailed();
        pass(Duration.ofMinutes(1));
        owned.add(ROW);
        pass(EVERY);

        assertThat(audit.forgotten()).isEqualTo(1);
    }

    @Test
    void leavesWhatIsInMemory() {
        owned.add(ROW);
        custody.hold(ROW, tenure, 10);
        pass(EVERY);

        assertThat(audit.forgotten()).isZero();
        assertThat(owned).containsExactly(ROW);
    }

    @Test
    void leavesWhatIsOnItsWayThroughItsCommit() {
        UUID message = new UUID(0, 3);
        custody.expect(message);
        assertThat(custody.holds(message, tenure)).isTrue();

        custody.arrived(message);
        assertThat(custody.holds(message, tenure)).isFalse();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        audit.whenDue().block();
    }

    private long free() {
        long count = owned.size();
        owned.clear();
        return count;
    }

    /** Gives these answers, by the names of the methods; no other is asked. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName())));
    }
}
