/** A PostgreSQL server of our own, from binaries in the class path: made, started, found again, stopped last. */
@NullMarked
package io.posthorn.postgres.embedded;

import org.jspecify.annotations.NullMarked;
