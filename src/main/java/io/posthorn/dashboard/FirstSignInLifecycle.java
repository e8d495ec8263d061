package io.posthorn.dashboard;

import io.posthorn.access.SignInLinks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where Posthorn runs for one person on one machine, prints a link that signs in to the pages. */
@Component
@Profile("embedded")
final class FirstSignInLifecycle implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(FirstSignInLifecycle.class);

    private final SignInLinks links;
    private final Environment environment;

    FirstSignInLifecycle(SignInLinks links, Environment environment) {
        this.links = links;
        this.environment = environment;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        links.create()
                .map(path -> address() + path)
                .subscribe(
                        link -> LOG.info(
                                "Sign in to the pages with this link, once and within {} minutes:\n\n  {}\n",
                                SignInLinks.LIFETIME.toMinutes(),
                                link),
                        failure -> LOG.warn(
                                "could not make a sign-in link ({}); sign in with the admin key", failure.toString()));
    }

    private String address() {
        String port = environment.getProperty("local.server.port", "8080");
        return environment
                .getProperty("posthorn.public-url", "http://localhost:" + port)
                .replaceAll("/+$", "");
    }
}
