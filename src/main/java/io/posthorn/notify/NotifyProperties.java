package io.posthorn.notify;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the sending product is told what happened.
 *
 * @param every how often notices are looked for; while there are some, one batch follows the other
 * @param batch notices turned into messages in one transaction
 */
@ConfigurationProperties("posthorn.notify")
record NotifyProperties(
        @DefaultValue("250ms") Duration every,
        @DefaultValue("200") int batch) {}
