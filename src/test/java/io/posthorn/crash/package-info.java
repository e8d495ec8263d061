/** Crash tests: the packaged jar is ended in every way, and witnesses who never die compare their notes at the end. */
@NullMarked
package io.posthorn.crash;

import org.jspecify.annotations.NullMarked;
