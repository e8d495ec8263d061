package io.posthorn.playground;

import java.net.URI;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("posthorn.playground.enabled")
class PlaygroundConfiguration {

    private static final URI PAGE = URI.create("/dashboard/playground");

    @Bean
    Playground playground(InstantSource clock) {
        return new Playground(clock);
    }

    @Bean
    RouterFunction<ServerResponse> playgroundRoutes(Playground playground) {
        Receiver receiver = new Receiver(playground, Schedulers.parallel());
        return RouterFunctions.route()
                .POST("/play/in/{name}", receiver::receive)
                .GET("/play", _ -> ServerResponse.seeOther(PAGE).build())
                .build();
    }
}
