package io.posthorn.id;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IdConfiguration {

    /** Identifiers must be unique, not secret: what they name is guarded by the caller's key. */
    @Bean
    @ConditionalOnMissingBean
    IdGenerator idGenerator(InstantSource clock) {
        return new UuidV7Generator(clock, () -> ThreadLocalRandom.current().nextLong());
    }
}
