/** A receiver of webhooks inside the process, to see the first deliveries without any other program. */
@NullMarked
@ApplicationModule(allowedDependencies = {"signing"})
package io.posthorn.playground;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
