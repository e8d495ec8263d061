/** Resend, recover, redrive, take back in bulk: durable background tasks; and requests, to look at and to repeat. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "api",
            "application",
            "dispatch",
            "egress",
            "endpoint",
            "form",
            "id",
            "ledger",
            "pipeline",
            "postgres",
            "signing"
        })
package io.posthorn.replay;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
