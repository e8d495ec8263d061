/** How the REST API speaks: problems, pages and bodies, the same for every resource. */
@NullMarked
@ApplicationModule(allowedDependencies = {"id"})
package io.posthorn.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
