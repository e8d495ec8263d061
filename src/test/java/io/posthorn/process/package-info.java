/** Posthorn as a process: the jar itself, started, killed and started again. */
@NullMarked
package io.posthorn.process;

import org.jspecify.annotations.NullMarked;
