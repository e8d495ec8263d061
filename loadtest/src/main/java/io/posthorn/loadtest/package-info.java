/** Measures how many durable deliveries this machine makes beside a bare HTTP client, and loses none on the way. */
@NullMarked
package io.posthorn.loadtest;

import org.jspecify.annotations.NullMarked;
