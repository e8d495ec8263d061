/** Clients that are not ours, driven against a running server. */
@NullMarked
package io.posthorn.interop;

import org.jspecify.annotations.NullMarked;
