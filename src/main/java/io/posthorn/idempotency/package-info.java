/** Gives a POST that is sent again the answer that the first one got. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "api", "postgres"})
package io.posthorn.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
