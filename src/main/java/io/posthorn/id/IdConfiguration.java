package io.posthorn.id;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IdConfiguration {

    @Bean
    @ConditionalOnMissingBean
    IdGenerator idGenerator(InstantSource clock) {
        return new UuidV7Generator(clock, new SecureRandom());
    }
}
