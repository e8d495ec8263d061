/** The only door out: URL policy, address guard, HTTP client. */
@NullMarked
@ApplicationModule(allowedDependencies = {"deadline", "network"})
package io.posthorn.egress;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
