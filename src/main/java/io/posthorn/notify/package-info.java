/** Tells the sending product how it went: operational webhooks. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "api", "application", "endpoint", "id", "ledger"})
package io.posthorn.notify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
