/** Organizations and their applications, and the version every configuration change bumps. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "api", "egress", "id", "postgres", "retry"})
package io.posthorn.application;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
