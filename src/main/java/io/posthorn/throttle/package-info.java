/** May this endpoint receive one now: lanes and permits that always come back. */
@NullMarked
@ApplicationModule(allowedDependencies = {"postgres"})
package io.posthorn.throttle;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
