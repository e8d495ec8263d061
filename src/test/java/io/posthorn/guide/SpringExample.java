package io.posthorn.guide;

import java.util.List;
import java.util.Map;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A controller from the documentation in a context of its own, which knows nothing of Posthorn. */
record SpringExample(DisposableServer server, AnnotationConfigApplicationContext context, CapturedOutput output)
        implements Example {

    static SpringExample start(Class<?> controller, CapturedOutput output) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("example", Map.of("WEBHOOK_SECRET", SECRET)));
        context.register(WebFlux.class, controller);
        context.refresh();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(
                        WebHttpHandlerBuilder.applicationContext(context).build()))
                .bindNow();
        return new SpringExample(server, context, output);
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public List<String> written() {
        return output.getOut().lines().toList();
    }

    @Override
    public void close() {
        server.disposeNow();
        context.close();
    }

    /** Without {@code @Configuration}, by which Posthorn's own tests would find it and be changed by it. */
    @EnableWebFlux
    static class WebFlux {}
}
