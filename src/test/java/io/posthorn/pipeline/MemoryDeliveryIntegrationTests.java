package io.posthorn.pipeline;

import io.posthorn.PosthornTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Messages go from their commit straight to delivery. */
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.retry.schedule=100ms,100ms,100ms,100ms",
            "posthorn.pipeline.attempt-timeout=1s",
            "posthorn.pipeline.park-after=2s",
        })
class MemoryDeliveryIntegrationTests extends DeliveryContract {}
