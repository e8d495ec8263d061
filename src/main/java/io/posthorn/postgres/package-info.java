/** The way to PostgreSQL: embedded or external, checked for durability, migrated, connected. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.posthorn.postgres;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
