package io.posthorn.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.svix.api.Endpoint;
import com.svix.api.EndpointListOptions;
import com.svix.exceptions.ApiException;
import com.svix.models.EndpointHeadersIn;
import com.svix.models.EndpointHeadersOut;
import com.svix.models.EndpointHeadersPatchIn;
import com.svix.models.EndpointIn;
import com.svix.models.EndpointOut;
import com.svix.models.EndpointPatch;
import com.svix.models.EndpointSecretRotateIn;
import com.svix.models.EndpointUpdate;
import com.svix.models.EventTypeIn;
import com.svix.models.Ordering;
import io.posthorn.PosthornTest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The published Java SDK of the first generation: endpoints. The names it calls deprecated are the ones its users have. */
@SuppressWarnings("deprecation")
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class SvixSdkEndpointIntegrationTests {

    private static final URI URL = URI.create("http://127.0.0.1:9/hook");

    @LocalServerPort
    private int port;

    @Test
    void managesEndpoints() throws IOException, ApiException {
        Sdk sdk = Sdk.on(port);
        Endpoint endpoints = sdk.svix().getEndpoint();
        sdk.svix().getEventType().create(new EventTypeIn().name("a.b").description("Chosen by an endpoint"));

        EndpointOut created = endpoints.create(
                sdk.app(),
                new EndpointIn()
                        .url(URL)
                        .uid("hook")
                        .filterTypes(Set.of("a.b"))
                        .channels(Set.of("c"))
                        .rateLimit(3L));
        EndpointOut updated = endpoints.update(
                sdk.app(), "hook", new EndpointUpdate().url(URL).uid("hook").description("Second"));
        EndpointOut patched = endpoints.patch(sdk.app(), "hook", new EndpointPatch().disabled(true));

        assertThat(created.getFilterTypes()).containsExactly("a.b");
        assertThat(created.getRateLimit()).isEqualTo(3);
        assertThat(created.getThrottleRate()).isEqualTo(3);
        assertThat(created.getVersion()).isEqualTo(1);
        assertThat(updated.getFilterTypes()).isNull();
        assertThat(patched.getDisabled()).isTrue();
        assertThat(patched.getDescription()).isEqualTo("Second");
        assertThat(endpoints.get(sdk.app(), created.getId())).isEqualTo(patched);
        endpoints.delete(sdk.app(), "hook");
        assertThat(SvixSdkIntegrationTests.codeOf(() -> endpoints.get(sdk.app(), "hook")))
                .isEqualTo(404);
    }

    @Test
    void listsEndpointsInBothOrders() throws IOException, ApiException {
        Sdk sdk = Sdk.on(port);
        EndpointOut first = sdk.endpoint(URL.toString());
        EndpointOut second = sdk.endpoint(URL.toString());
        EndpointListOptions newestFirst = new EndpointListOptions();
        newestFirst.setOrder(Ordering.DESCENDING);

        assertThat(sdk.svix().getEndpoint().list(sdk.app()).getData()).containsExactly(first, second);
        assertThat(sdk.svix().getEndpoint().list(sdk.app(), newestFirst).getData())
                .containsExactly(second, first);
    }

    @Test
    void setsHeaders() throws IOException, ApiException {
        Sdk sdk = Sdk.on(port);
        Endpoint endpoints = sdk.svix().getEndpoint();
        String id = sdk.endpoint(URL.toString()).getId();

        endpoints.updateHeaders(
                sdk.app(), id, new EndpointHeadersIn().headers(Map.of("x-team", "a", "authorization", "Bearer b")));
        EndpointHeadersOut set = endpoints.getHeaders(sdk.app(), id);
        endpoints.patchHeaders(sdk.app(), id, new EndpointHeadersPatchIn().putHeadersItem("x-team", "c"));

        assertThat(set.getHeaders()).isEqualTo(Map.of("x-team", "a"));
        assertThat(set.getSensitive()).containsExactly("authorization");
        assertThat(endpoints.getHeaders(sdk.app(), id).getHeaders()).isEqualTo(Map.of("x-team", "c"));
    }

    @Test
    void rotatesSecrets() throws IOException, ApiException {
        Sdk sdk = Sdk.on(port);
        Endpoint endpoints = sdk.svix().getEndpoint();
        String id = sdk.endpoint(URL.toString()).getId();
        String before = endpoints.getSecret(sdk.app(), id).getKey();
        String given = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";

        endpoints.rotateSecret(sdk.app(), id, new EndpointSecretRotateIn().gracePeriodSeconds(60));
        String between = endpoints.getSecret(sdk.app(), id).getKey();
        endpoints.rotateSecret(sdk.app(), id, new EndpointSecretRotateIn().key(given));

        assertThat(before).startsWith("whsec_");
        assertThat(between).startsWith("whsec_").isNotEqualTo(before);
        assertThat(endpoints.getSecret(sdk.app(), id).getKey()).isEqualTo(given);
    }
}
