/** What operators see: figures, health, the word of welcome, warnings, the doctor; nothing depends on it. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "api",
            "dispatch",
            "endpoint",
            "ingest",
            "ledger",
            "pipeline",
            "postgres",
            "throttle",
            "vault"
        })
package io.posthorn.observability;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
