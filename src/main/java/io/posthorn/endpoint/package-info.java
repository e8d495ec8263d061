/** Event types, endpoints and their secrets, and the snapshot that matches messages to them. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "api",
            "application",
            "egress",
            "form",
            "id",
            "postgres",
            "retry",
            "signing",
            "vault"
        })
package io.posthorn.endpoint;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
