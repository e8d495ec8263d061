/** What the pages under docs/ show, taken from there and run. */
@NullMarked
package io.posthorn.guide;

import org.jspecify.annotations.NullMarked;
