/** Accepts the records of Kafka topics: reads, checks, appends, and lets offsets pass once that is durable. */
@NullMarked
package io.posthorn.ingest.kafka;

import org.jspecify.annotations.NullMarked;
