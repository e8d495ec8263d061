package io.posthorn.deadline;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class DeadlineConfiguration {

    @Bean(destroyMethod = "dispose")
    DeadlineScheduler deadlines() {
        return new DeadlineScheduler(Schedulers.parallel());
    }
}
