/** A real Kafka for tests. */
@NullMarked
package io.posthorn.kafka;

import org.jspecify.annotations.NullMarked;
