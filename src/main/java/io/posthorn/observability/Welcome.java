package io.posthorn.observability;

import io.posthorn.access.AdminKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells whoever started us that we are ready, where, and what to try first. */
@Component
class Welcome implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger log = LoggerFactory.getLogger(Welcome.class);

    private final AdminKey key;
    private final Environment environment;

    Welcome(AdminKey key, Environment environment) {
        this.key = key;
        this.environment = environment;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        String address = address();
        log.info("Posthorn is ready on {}\n{}", address, text(address, key.whereabouts()));
    }

    private String address() {
        String port = environment.getProperty("local.server.port", "8080");
        return environment.getProperty("posthorn.public-url", "http://localhost:" + port);
    }

    static String text(String address, String keyWord) {
        return """

              pages      %1$s/dashboard
              health     %1$s/api/v1/health
              reference  %1$s/docs
              admin key  %2$s

            Make an application, give it an endpoint, send it a message:

              curl %1$s/api/v1/app -H "Authorization: Bearer %2$s" -H 'Content-Type: application/json' -d '{"name": "First", "uid": "first"}'
              curl %1$s/api/v1/app/first/endpoint -H "Authorization: Bearer %2$s" -H 'Content-Type: application/json' -d '{"url": "http://localhost:9000/"}'
              curl %1$s/api/v1/app/first/msg -H "Authorization: Bearer %2$s" -H 'Content-Type: application/json' -d '{"eventType": "invoice.paid", "payload": {"invoice": 1}}'
            """.formatted(address, keyWord);
    }
}
