package io.posthorn.pipeline;

import io.posthorn.application.ApplicationSnapshot;
import io.posthorn.dispatch.Dispatcher;
import io.posthorn.endpoint.EndpointHealth;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.endpoint.EndpointSwitch;
import io.posthorn.endpoint.Pauses;
import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.AttemptHistory;
import io.posthorn.ledger.Cancellations;
import io.posthorn.ledger.Claims;
import io.posthorn.ledger.Contents;
import io.posthorn.ledger.NodeRoles;
import io.posthorn.ledger.OutcomeRecorder;
import io.posthorn.ledger.Unclaimed;
import io.posthorn.pipeline.PipelineLifecycle.Machine;
import io.posthorn.throttle.Lanes;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {

    private final PipelineProperties properties;
    private final InstantSource clock;

    PipelineConfiguration(PipelineProperties properties, InstantSource clock) {
        this.properties = properties;
        this.clock = clock;
    }

    @Bean
    Custody custody() {
        return new Custody(properties.memoryBytes());
    }

    @Bean
    CalledOff calledOff(Cancellations cancellations) {
        return new CalledOff(cancellations, clock);
    }

    @Bean
    Withdrawals withdrawals(Recalls recalls, CalledOff calledOff) {
        return new Withdrawals(recalls, calledOff);
    }

    @Bean
    Recalls recalls(Contents contents, Custody custody) {
        return new Recalls(contents, custody, clock);
    }

    @Bean
    Waits waits() {
        return new Waits(properties.parkAfter(), properties.maxWaits(), clock, Schedulers.parallel());
    }

    @Bean
    AttemptRules attemptRules(
            ApplicationSnapshot applications,
            Pauses pauses,
            Standstill standstill,
            RetryProperties retry,
            @Value("${posthorn.tracing.propagate:false}") boolean tracesGoOn) {
        return new AttemptRules(
                applications, pauses, standstill, retry.policy(), properties.attemptTimeout(), tracesGoOn);
    }

    @Bean
    Verdicts verdicts(AttemptRules rules, Waits waits, Lanes lanes) {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        return new Verdicts(rules, clock, random, waits, lanes);
    }

    @Bean
    Settling settling(
            Verdicts verdicts,
            IdGenerator ids,
            OutcomeRecorder recorder,
            HealthNotes health,
            Withdrawals withdrawals,
            ObjectProvider<AttemptListener> listener) {
        return new Settling(
                verdicts,
                new OutcomeEntries(ids),
                recorder,
                health,
                withdrawals,
                listener.getIfAvailable(() -> AttemptListener.NONE));
    }

    @Bean
    DeliveryFlow deliveryFlow(
            EndpointSnapshot endpoints,
            Lanes lanes,
            Dispatcher dispatcher,
            Settling settling,
            Waits waits,
            AttemptRules rules) {
        return new DeliveryFlow(endpoints, lanes, dispatcher, settling, waits, rules);
    }

    @Bean
    LoneAttempt loneAttempt(Lanes lanes, Dispatcher dispatcher, IdGenerator ids, Pauses pauses) {
        return new BoundedLoneAttempt(lanes, dispatcher, ids, pauses);
    }

    @Bean
    PipelineLifecycle pipelineLifecycle(
            Membership membership,
            Lanes lanes,
            ClaimSignal claimSignal,
            NodeRoles roles,
            Standstill standstill,
            ObjectProvider<Machine> machine) {
        BooleanSupplier delivers = () -> roles.delivers() && !standstill.isOn();
        return new PipelineLifecycle(membership, lanes, properties, claimSignal, delivers, machine);
    }

    @Bean
    HandOver handOver(
            Custody custody,
            EndpointSnapshot endpoints,
            ClaimSignal claimSignal,
            PipelineLifecycle runs,
            Recalls recalls) {
        return new HandOver(properties.bornOwned(), custody, endpoints, claimSignal, runs, recalls);
    }

    @Bean
    Claimer claimer(
            Claims claims,
            EndpointSnapshot endpoints,
            Custody custody,
            Lanes lanes,
            ClaimRules rules,
            PipelineLifecycle runs) {
        return new Claimer(claims, endpoints, custody, lanes, rules, runs);
    }

    @Bean
    ClaimRules claimRules(ClaimSignal signal, DeliveryFlow flow, Settling settling) {
        return new ClaimRules(
                properties.claimBatch(),
                properties.claimBatch() * 4,
                properties.auditEvery(),
                signal,
                clock,
                flow,
                settling);
    }

    @Bean
    SelfAudit selfAudit(Claims claims, Custody custody, EndpointSnapshot endpoints, PipelineLifecycle runs) {
        return new SelfAudit(claims, custody, endpoints, runs, clock, properties.auditEvery());
    }

    @Bean
    PipelineFigures pipelineFigures(
            Custody custody, Waits waits, Settling settling, SelfAudit audit, HeartbeatLifecycle heartbeat) {
        return new PipelineFigures(custody, waits, settling, audit, heartbeat);
    }

    @Bean
    HealthWatch healthWatch(
            EndpointHealth health, Lanes lanes, EndpointSwitch endpoints, Unclaimed unclaimed, AttemptHistory history) {
        HealthWatch.DisableRules rules =
                new HealthWatch.DisableRules(properties.disableAfter(), properties.disableWarning(), clock);
        return new HealthWatch(health, lanes, endpoints, unclaimed, history, rules);
    }

    @Bean
    HealthNotes healthNotes(EndpointHealth health, EndpointSwitch endpoints, Unclaimed unclaimed) {
        return new HealthNotes(health, endpoints, unclaimed, clock);
    }

    @Bean
    PipelineLifecycle.Looks looks(
            SelfAudit audit,
            Recalls recalls,
            CalledOff calledOff,
            Pauses pauses,
            Unclaimed unclaimed,
            HealthWatch health) {
        return new PipelineLifecycle.Looks(
                audit, recalls, calledOff, new PauseWatch(pauses, clock), new Expiries(unclaimed, clock), health);
    }

    @Bean
    Machine machine(
            EndpointSnapshot endpoints,
            Custody custody,
            DeliveryFlow flow,
            Settling settling,
            Claimer claimer,
            PipelineLifecycle.Looks looks) {
        return new Machine(new FanOut(endpoints, custody, flow, settling), settling, claimer, looks);
    }
}
