package io.posthorn.access;

import io.posthorn.id.IdGenerator;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.WebFilter;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AccessProperties.class, JwtProperties.class})
class AccessConfiguration implements WebFluxConfigurer {

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer resolvers) {
        resolvers.addCustomResolver(new CallerResolver());
    }

    @Bean
    AccessKeys accessKeys(
            R2dbcKeys table,
            AuditTrail audit,
            TransactionalOperator transactions,
            IdGenerator ids,
            InstantSource clock) {
        return new AccessKeys(table, audit, transactions, ids, clock);
    }

    @Bean
    ApiTokenReader apiTokenReader(InstantSource clock) {
        return new ApiTokenReader(clock);
    }

    @Bean
    OrganizationKeys organizationKeys(AccessKeys keys, ApiTokenReader reader) {
        return new OrganizationKeys(keys, reader);
    }

    @Bean
    PortalTokens portalTokens(AccessKeys keys, InstantSource clock) {
        return new PortalTokens(keys, clock);
    }

    @Bean
    KeyCommands keyCommands(AccessKeys keys) {
        return new KeyCommands(keys);
    }

    @Bean
    StoredKeyRing storedKeyRing(R2dbcKeys table, InstantSource clock) {
        return new StoredKeyRing(table, clock, System::nanoTime);
    }

    @Bean
    AccessUpkeepLifecycle accessUpkeepLifecycle(R2dbcKeys table, StoredKeyRing ring, InstantSource clock) {
        return new AccessUpkeepLifecycle(table, ring, clock, Schedulers.parallel());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 100)
    WebFilter authentication(
            AdminKey adminKey,
            StoredKeyRing stored,
            JwtProperties jwt,
            R2dbcSubjects subjects,
            AccessProperties settings,
            InstantSource clock) {
        Stream<KeyRing> always = Stream.of(new AdminKeyRing(adminKey, System::nanoTime), stored);
        JwtProof proof = JwtProof.of(jwt);
        Stream<KeyRing> signed =
                proof == null ? Stream.empty() : Stream.of(new JwtKeyRing(proof, subjects, clock, System::nanoTime));
        List<KeyRing> rings = Stream.concat(always, signed).toList();
        RequestRates rates = new RequestRates(settings.requestsPerSecond(), System::nanoTime);
        return new AuthenticationFilter(new AnyKeyRing(rings), rates, new FailedSignIns(System::nanoTime));
    }
}
