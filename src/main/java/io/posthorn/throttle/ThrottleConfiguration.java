package io.posthorn.throttle;

import io.posthorn.postgres.DirectConnections;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ThrottleProperties.class)
class ThrottleConfiguration {

    @Bean
    Lanes lanes(ThrottleProperties properties, InstantSource clock) {
        return new Lanes(properties, clock, Schedulers.parallel(), () -> ThreadLocalRandom.current()
                .nextLong());
    }

    @Bean
    LeaseLifecycle leaseLifecycle(DirectConnections connections, Lanes lanes, InstantSource clock) {
        return new LeaseLifecycle(new R2dbcLeases(connections), lanes.leases(), clock, Schedulers.parallel());
    }
}
