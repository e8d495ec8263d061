/** What an outcome means: delivered, again at a time, hold, give up; no I/O, no Spring, no Reactor. */
@NullMarked
@ApplicationModule(allowedDependencies = {"dispatch"})
package io.posthorn.retry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
