/** What HTTP comes in and goes out on: event loops and buffers. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.posthorn.network;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
