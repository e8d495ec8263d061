/** Time-outs by the ten thousand a second, of which hardly one is ever needed. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.posthorn.deadline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
