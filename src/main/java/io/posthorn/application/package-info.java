/** Organizations and their applications, and the version every configuration change bumps. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "api", "id", "postgres"})
package io.posthorn.application;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
