/** Five products that send their webhooks through Posthorn; each is a page in docs/recipes. */
@NullMarked
package io.posthorn.recipes;

import org.jspecify.annotations.NullMarked;
