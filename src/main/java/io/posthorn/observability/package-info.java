/** What operators see: health, the word of welcome, warnings; nothing depends on it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "api", "ledger", "postgres"})
package io.posthorn.observability;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
