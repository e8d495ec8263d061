/** What an endpoint gets instead of the accepted bytes, and which messages it gets: forms, templates, conditions; pure. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.posthorn.form;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
