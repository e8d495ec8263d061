/** Who may call us: keys and the caller they stand for. */
@NullMarked
@ApplicationModule(allowedDependencies = {"api", "id", "postgres"})
package io.posthorn.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
