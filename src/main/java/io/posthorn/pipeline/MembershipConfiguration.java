package io.posthorn.pipeline;

import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.Nodes;
import io.posthorn.throttle.Lanes;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PipelineProperties.class, RetryProperties.class})
class MembershipConfiguration {

    @Bean
    Membership membership(IdGenerator ids, PipelineProperties properties) {
        return new Membership(ids, System::nanoTime, properties.timeToLive());
    }

    @Bean
    ClaimSignal claimSignal() {
        return new ClaimSignal();
    }

    @Bean
    Standstill standstill() {
        return new Standstill();
    }

    @Bean
    HeartbeatLifecycle heartbeatLifecycle(
            Nodes nodes,
            Membership membership,
            PipelineProperties properties,
            ClaimSignal claimSignal,
            Lanes lanes,
            Standstill standstill) {
        Continuity continuity = new Continuity(nodes, standstill, properties.startStopped());
        return new HeartbeatLifecycle(nodes, membership, properties, claimSignal, lanes.leases(), continuity);
    }
}
