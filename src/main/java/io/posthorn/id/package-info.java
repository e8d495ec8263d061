/** Identifiers that sort by time: UUIDv7 inside, prefixed base62 outside. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.posthorn.id;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
