package io.posthorn.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.svix.Svix;
import com.svix.exceptions.ApiException;
import com.svix.models.AppPortalAccessIn;
import com.svix.models.AppPortalAccessOut;
import com.svix.models.ApplicationTokenExpireIn;
import com.svix.models.EndpointOut;
import com.svix.models.EventExampleIn;
import com.svix.models.EventTypeImportOpenApiIn;
import com.svix.models.MessageOut;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The published Java SDK of the first generation: what a portal and its visitors do. */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class SvixSdkPortalIntegrationTests {

    @LocalServerPort
    private int port;

    @Test
    void letsAVisitorInAndOutAgain() throws IOException, ApiException {
        Sdk sdk = Sdk.on(port);
        EndpointOut endpoint = sdk.endpoint("http://127.0.0.1:9/hook");

        AppPortalAccessOut access =
                sdk.svix().getAuthentication().appPortalAccess(sdk.app(), new AppPortalAccessIn().expiry(3600L));
        Svix visitor = Sdk.client(port, access.getToken());

        assertThat(access.getUrl().toString()).contains(access.getToken());
        assertThat(visitor.getEndpoint().get(sdk.app(), endpoint.getId()).getUrl())
                .isEqualTo(endpoint.getUrl());
        assertThat(SvixSdkIntegrationTests.codeOf(() -> visitor.getApplication().delete(sdk.app())))
                .isEqualTo(403);
        sdk.svix().getAuthentication().expireAll(sdk.app(), new ApplicationTokenExpireIn());
        await().atMost(Duration.ofSeconds(20)).until(() -> isShutOut(visitor, sdk.app()));
    }

    private static boolean isShutOut(Svix visitor, String app) throws IOException {
        try {
            visitor.getEndpoint().list(app);
            return false;
        } catch (ApiException refused) {
            return refused.getCode() == 401;
        }
    }

    @Test
    void sendsAnImportedExample() throws IOException, ApiException {
        Sdk sdk = Sdk.on(port);
        String name = "sdk." + UUID.randomUUID();
        String document = """
            openapi: 3.1.0
            info: {title: Imported, version: '1'}
            webhooks:
              %s:
                post:
                  summary: Something happened
                  requestBody:
                    content:
                      application/json:
                        schema: {type: object, properties: {n: {type: integer, examples: [7]}}}
            """.formatted(name);
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            EndpointOut endpoint = sdk.endpoint(receiver.url("/hook"));
            var imported = sdk.svix().getEventType().importOpenapi(new EventTypeImportOpenApiIn().specRaw(document));

            MessageOut sent = sdk.svix()
                    .getEndpoint()
                    .sendExample(sdk.app(), endpoint.getId(), new EventExampleIn().eventType(name));

            assertThat(imported.getData().getModified()).contains(name);
            assertThat(receiver.awaitRequests(1).getFirst().header("webhook-id"))
                    .isEqualTo(sent.getId());
        }
    }
}
