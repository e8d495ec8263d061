/** Payload and secrets to Standard Webhooks headers; pure. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.posthorn.signing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
