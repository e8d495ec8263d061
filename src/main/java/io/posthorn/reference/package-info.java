/** The API's own description: the OpenAPI document and a page to read it on. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.posthorn.reference;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
