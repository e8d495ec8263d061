/** Receivers of webhooks for tests: real sockets that behave and misbehave as told. */
@NullMarked
package io.posthorn.receiver;

import org.jspecify.annotations.NullMarked;
