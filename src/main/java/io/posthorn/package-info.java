/** Posthorn: hands each accepted event to every endpoint that wants it. */
@NullMarked
package io.posthorn;

import org.jspecify.annotations.NullMarked;
