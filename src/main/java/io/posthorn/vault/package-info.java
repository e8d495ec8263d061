/** Encrypts what must not be read in the database: a ring of master keys, the first of which seals. */
@NullMarked
@ApplicationModule(allowedDependencies = {"postgres"})
package io.posthorn.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
