package io.posthorn.replay;

import io.posthorn.endpoint.EndpointDrafts;
import io.posthorn.pipeline.RequestForm;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TestConfiguration {

    @Bean
    TestDesk testDesk(
            TestEvents events,
            TestSends sends,
            RequestForm form,
            EndpointDrafts endpoints,
            InstantSource clock,
            @Value("${posthorn.tests-per-minute:" + TestAllowance.USUAL + "}") int perMinute) {
        return new TestDesk(events, sends, new TestAllowance(perMinute, clock), form, endpoints, clock);
    }
}
