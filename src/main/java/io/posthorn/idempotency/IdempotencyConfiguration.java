package io.posthorn.idempotency;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

    /** After authentication, because a key belongs to somebody. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 200)
    WebFilter idempotency(R2dbcAnswers answers, @Qualifier("problemExceptionHandler") WebExceptionHandler problems) {
        return new IdempotencyFilter(answers, problems, Schedulers.parallel());
    }

    @Bean
    AnswersUpkeepLifecycle answersUpkeepLifecycle(R2dbcAnswers answers) {
        return new AnswersUpkeepLifecycle(answers, Schedulers.parallel());
    }
}
