/** Accepts messages: checks, appends, acknowledges after the commit. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "api", "application", "deadline", "id", "ledger", "postgres"})
package io.posthorn.ingest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
