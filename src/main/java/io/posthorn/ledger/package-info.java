/** Messages, deliveries, attempts and the only SQL that touches them: group commit, partitions, retention. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "api", "application", "endpoint", "form", "id", "postgres"})
package io.posthorn.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
