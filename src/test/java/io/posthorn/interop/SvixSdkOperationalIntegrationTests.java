package io.posthorn.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.svix.Webhook;
import com.svix.api.OperationalWebhookEndpoint;
import com.svix.exceptions.ApiException;
import com.svix.models.OperationalWebhookEndpointHeadersIn;
import com.svix.models.OperationalWebhookEndpointIn;
import com.svix.models.OperationalWebhookEndpointOut;
import com.svix.models.OperationalWebhookEndpointSecretIn;
import com.svix.models.OperationalWebhookEndpointUpdate;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The published Java SDK of the first generation: operational webhooks. Its deprecated names are its users' names. */
@SuppressWarnings("deprecation")
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class SvixSdkOperationalIntegrationTests {

    private static final URI URL = URI.create("http://127.0.0.1:9/told");

    @LocalServerPort
    private int port;

    @Test
    void managesOperationalEndpoints() throws IOException, ApiException {
        OperationalWebhookEndpoint endpoints = Sdk.on(port).svix().getOperationalWebhookEndpoint();

        OperationalWebhookEndpointOut created = endpoints.create(new OperationalWebhookEndpointIn()
                .url(URL)
                .uid("ear")
                .rateLimit(7L)
                .filterTypes(Set.of("message.attempt.exhausted")));
        OperationalWebhookEndpointOut updated = endpoints.update(
                "ear",
                new OperationalWebhookEndpointUpdate().url(URL).uid("ear").description("Second"));
        endpoints.updateHeaders(
                created.getId(), new OperationalWebhookEndpointHeadersIn().headers(Map.of("x-team", "a")));
        String before = endpoints.getSecret("ear").getKey();
        endpoints.rotateSecret("ear", new OperationalWebhookEndpointSecretIn());

        assertThat(created.getFilterTypes()).containsExactly("message.attempt.exhausted");
        assertThat(created.getRateLimit()).isEqualTo(7);
        assertThat(updated.getId()).isEqualTo(created.getId());
        assertThat(updated.getFilterTypes()).isNull();
        assertThat(endpoints.get("ear").getDescription()).isEqualTo("Second");
        assertThat(endpoints.list().getData())
                .extracting(OperationalWebhookEndpointOut::getId)
                .contains(created.getId());
        assertThat(endpoints.getHeaders("ear").getHeaders()).isEqualTo(Map.of("x-team", "a"));
        assertThat(endpoints.getSecret("ear").getKey()).startsWith("whsec_").isNotEqualTo(before);
        endpoints.delete("ear");
        assertThat(SvixSdkIntegrationTests.codeOf(() -> endpoints.get("ear"))).isEqualTo(404);
    }

    @Test
    void verifiesWhatIsTold() throws Exception {
        try (ScriptedReceiver receiver = ScriptedReceiver.start().respond("/told", Script.ok())) {
            Sdk sdk = Sdk.on(port);
            OperationalWebhookEndpoint endpoints = sdk.svix().getOperationalWebhookEndpoint();
            String id = endpoints
                    .create(new OperationalWebhookEndpointIn()
                            .url(receiver.uri("/told"))
                            .filterTypes(Set.of("endpoint.created")))
                    .getId();
            String made = sdk.endpoint(URL.toString()).getId();
            await().until(() -> !receiver.requests("/told").isEmpty());
            ReceivedRequest told = receiver.requests("/told").getFirst();

            new Webhook(endpoints.getSecret(id).getKey()).verify(told.text(), headers(told));

            assertThat(told.text()).contains(made).contains("\"type\":\"endpoint.created\"");
            endpoints.delete(id);
        }
    }

    private static HttpHeaders headers(ReceivedRequest request) {
        return HttpHeaders.of(
                Map.of(
                        "svix-id", List.of(request.header("svix-id")),
                        "svix-timestamp", List.of(request.header("svix-timestamp")),
                        "svix-signature", List.of(request.header("svix-signature"))),
                (_, _) -> true);
    }
}
