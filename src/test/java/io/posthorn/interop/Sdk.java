package io.posthorn.interop;

import com.svix.Svix;
import com.svix.SvixOptions;
import com.svix.exceptions.ApiException;
import com.svix.models.ApplicationIn;
import com.svix.models.EndpointIn;
import com.svix.models.EndpointOut;
import com.svix.models.MessageIn;
import com.svix.models.MessageOut;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;

/** The published Java SDK, pointed at a server of ours, with one application of its own. */
record Sdk(Svix svix, String app) {

    static Sdk on(int port) throws IOException, ApiException {
        Svix svix = client(port, FreshDatabaseInitializer.ADMIN_KEY);
        String uid = "sdk-" + UUID.randomUUID();
        svix.getApplication()
                .create(new ApplicationIn().name("Driven by an SDK").uid(uid));
        return new Sdk(svix, uid);
    }

    /** Before a test has one. */
    static Sdk none() {
        return new Sdk(new Svix("none"), "none");
    }

    static Svix client(int port, String key) {
        SvixOptions options = new SvixOptions();
        options.setServerUrl("http://localhost:" + port);
        return new Svix(key, options);
    }

    EndpointOut endpoint(String url) throws IOException, ApiException {
        return svix.getEndpoint().create(app, new EndpointIn().url(URI.create(url)));
    }

    MessageOut publish(String eventType, String payload) throws IOException, ApiException {
        return svix.getMessage()
                .create(app, new MessageIn().eventType(eventType).payload(payload));
    }
}
