package io.posthorn.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of who may call.
 *
 * @param requestsPerSecond the most that one key may ask of one node; 0 sets no limit. Keys can have their own
 */
@ConfigurationProperties("posthorn.access")
record AccessProperties(@DefaultValue("0") int requestsPerSecond) {}
