package io.posthorn.dashboard;

import io.posthorn.access.Sessions;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.thymeleaf.ITemplateEngine;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PortalProperties.class)
class DashboardConfiguration implements WebFluxConfigurer {

    private static final String WEBJARS = "classpath:/META-INF/resources/webjars/";

    /** Everything a page loads comes from here; asked for again each time, and not sent again when it is the same. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(
                        "classpath:/assets/", WEBJARS + "htmx.org/2.0.10/dist/", WEBJARS + "chart.js/4.5.1/dist/")
                .setCacheControl(CacheControl.noCache().cachePublic());
    }

    @Bean
    Words words(InstantSource clock) {
        return new Words(clock);
    }

    @Bean
    Api api(ObjectProvider<HttpHandler> server, JsonMapper json) {
        return new Api(server, json);
    }

    @Bean
    Live live(InstantSource clock) {
        return new Live(Schedulers.parallel(), clock);
    }

    @Bean
    FirstSteps firstSteps(Api api) {
        return new FirstSteps(api);
    }

    @Bean
    ApplicationHead applicationHead(Api api) {
        return new ApplicationHead(api);
    }

    @Bean
    OrganizationChoice organizationChoice(Api api) {
        return new OrganizationChoice(api);
    }

    @Bean
    PortalBrands portalBrands(Api api) {
        return new PortalBrands(api);
    }

    @Bean
    PlaygroundDemo playgroundDemo(Api api) {
        return new PlaygroundDemo(api);
    }

    @Bean
    SessionCookie sessionCookie(
            @Value("${posthorn.public-url:}") String publicUrl, PortalProperties portal, InstantSource clock) {
        return new SessionCookie(publicUrl, !portal.frameAncestors().isEmpty(), clock);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 40)
    WebFilter pageHeaders(PortalProperties portal) {
        return new PageHeadersFilter(portal.frameAncestors());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 50)
    WebFilter pageSessions(Sessions sessions) {
        return new SessionFilter(sessions);
    }

    /** Before the handler of problem documents, which takes all the rest. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebExceptionHandler pageErrors(
            ITemplateEngine templates,
            Words words,
            PortalBrands brands,
            @Value("${posthorn.playground.enabled:false}") boolean playground) {
        return new PageErrors(templates, words, brands, playground);
    }
}
