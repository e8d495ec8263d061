package io.posthorn.api;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.webflux.autoconfigure.WebFluxRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.reactive.UrlHandlerFilter;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ApiConfiguration implements WebFluxConfigurer {

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer resolvers) {
        resolvers.addCustomResolver(new PageRequestResolver(), new RequestFieldsResolver());
    }

    @Bean
    WebFluxRegistrations mappings() {
        return new WebFluxRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new IndexedMappings();
            }
        };
    }

    /** Before every other handler but that of pages, so that no error leaves in another form. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 10)
    WebExceptionHandler problemExceptionHandler(ProblemAnswers answers) {
        return new ProblemExceptionHandler(answers);
    }

    @Bean
    ProblemAnswers problemAnswers(JsonMapper json) {
        return new ProblemAnswers(json);
    }

    /** Every path also works with a slash at its end. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebFilter trailingSlashes() {
        return UrlHandlerFilter.trailingSlashHandler("/**").mutateRequest().build();
    }

    /** Before whatever reads a body. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    WebFilter bodyWatch() {
        return new BodyWatchFilter();
    }

    @Bean
    NettyServerCustomizer unreadableTargets(JsonMapper json) {
        return new UnreadableTargets(json);
    }
}
