/** Pages where people look rather than read, made of what the API says; no tables and no rules of its own. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "api", "playground"})
package io.posthorn.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
