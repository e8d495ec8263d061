/** Exactly one HTTP attempt: sign, send, say what came of it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"egress", "signing"})
package io.posthorn.dispatch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
