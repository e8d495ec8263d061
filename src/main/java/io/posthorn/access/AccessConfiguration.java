package io.posthorn.access;

import io.posthorn.id.IdGenerator;
import java.time.InstantSource;
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
    KeyEnds keyEnds(R2dbcKeys table, InstantSource clock) {
        return new KeyEnds(table, clock);
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
    AccessUpkeepLifecycle accessUpkeepLifecycle(
            R2dbcKeys table, R2dbcSessions sessions, StoredKeyRing ring, InstantSource clock) {
        return new AccessUpkeepLifecycle(table, sessions, ring, clock, Schedulers.parallel());
    }

    @Bean
    AnyKeyRing anyKeyRing(
            AdminKey adminKey, StoredKeyRing stored, JwtProperties jwt, R2dbcSubjects subjects, InstantSource clock) {
        Stream<KeyRing> always = Stream.of(new AdminKeyRing(adminKey, System::nanoTime), stored);
        JwtProof proof = JwtProof.of(jwt);
        Stream<KeyRing> signed =
                proof == null ? Stream.empty() : Stream.of(new JwtKeyRing(proof, subjects, clock, System::nanoTime));
        return new AnyKeyRing(Stream.concat(always, signed).toList());
    }

    @Bean
    RequestRates requestRates(AccessProperties settings) {
        return new RequestRates(settings.requestsPerSecond(), System::nanoTime);
    }

    @Bean
    KnownCallers knownCallers(AnyKeyRing keys, RequestRates rates, FailedSignIns failures) {
        return new KnownCallers(keys, rates, failures);
    }

    @Bean
    FailedSignIns failedSignIns() {
        return new FailedSignIns(System::nanoTime);
    }

    @Bean
    SignInLinks signInLinks(R2dbcSessions table, InstantSource clock) {
        return new SignInLinks(table, clock);
    }

    @Bean
    Sessions sessions(
            R2dbcSessions table, AnyKeyRing keys, AdminKey adminKey, FailedSignIns failures, InstantSource clock) {
        return new Sessions(table, keys, adminKey, failures, clock);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 100)
    WebFilter authentication(AnyKeyRing keys, RequestRates rates, FailedSignIns failures) {
        return new AuthenticationFilter(keys, rates, failures);
    }
}
