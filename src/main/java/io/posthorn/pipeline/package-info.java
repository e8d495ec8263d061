/** The machine: fan-out, lanes, claims, ownership, back-off, drain. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "application",
            "dispatch",
            "egress",
            "endpoint",
            "form",
            "id",
            "ledger",
            "postgres",
            "retry",
            "throttle"
        })
package io.posthorn.pipeline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
