package io.posthorn.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.svix.api.Application;
import com.svix.api.ApplicationListOptions;
import com.svix.api.EventType;
import com.svix.api.EventTypeDeleteOptions;
import com.svix.api.EventTypeListOptions;
import com.svix.api.Health;
import com.svix.exceptions.ApiException;
import com.svix.models.ApplicationIn;
import com.svix.models.ApplicationOut;
import com.svix.models.ApplicationPatch;
import com.svix.models.EventTypeIn;
import com.svix.models.EventTypeOut;
import com.svix.models.EventTypePatch;
import com.svix.models.EventTypeUpdate;
import com.svix.models.ListResponseApplicationOut;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published Java SDK of the first generation: applications, event types, and how it takes errors. The names it calls deprecated are the ones its users have. */
@SuppressWarnings("deprecation")
@PosthornTest
class SvixSdkIntegrationTests {

    @LocalServerPort
    private int port;

    private Application applications = new Application(null);
    private EventType eventTypes = new EventType(null);

    @BeforeEach
    void connect() {
        var svix = Sdk.client(port, FreshDatabaseInitializer.ADMIN_KEY);
        applications = svix.getApplication();
        eventTypes = svix.getEventType();
    }

    @Test
    void managesApplications() throws IOException, ApiException {
        String uid = "app-" + UUID.randomUUID();

        ApplicationOut created = applications.create(
                new ApplicationIn().name("Acme").uid(uid).rateLimit(7L).metadata(Map.of("plan", "gold")));
        ApplicationOut same =
                applications.getOrCreate(new ApplicationIn().name("Other").uid(uid));
        ApplicationOut updated = applications.update(
                uid, new ApplicationIn().name("Acme Corporation").uid(uid));
        ApplicationOut patched = applications.patch(
                uid, new ApplicationPatch().name("Acme again").throttleRate(9L));

        assertThat(created.getRateLimit()).isEqualTo(7);
        assertThat(created.getThrottleRate()).isEqualTo(7);
        assertThat(created.getMetadata()).containsEntry("plan", "gold");
        assertThat(created.getCreatedAt()).isNotNull();
        assertThat(same).isEqualTo(created);
        assertThat(updated.getRateLimit()).isNull();
        assertThat(patched.getRateLimit()).isEqualTo(9);
        assertThat(applications.get(created.getId())).isEqualTo(patched);
        applications.delete(uid);
        assertThat(codeOf(() -> applications.get(uid))).isEqualTo(404);
    }

    @Test
    void pagesThroughApplications() throws IOException, ApiException {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            made.add(applications.create(new ApplicationIn().name("Page " + i)).getId());
        }

        Set<String> seen = new HashSet<>();
        ApplicationListOptions options = new ApplicationListOptions();
        options.setLimit(2L);
        ListResponseApplicationOut page;
        do {
            page = applications.list(options);
            page.getData().forEach(application -> assertThat(seen.add(application.getId()))
                    .isTrue());
            options.setIterator(page.getIterator());
        } while (!page.getDone());

        assertThat(seen).containsAll(made);
    }

    @Test
    void managesEventTypes() throws IOException, ApiException {
        String name = "sdk." + UUID.randomUUID();
        Map<String, Object> schemas = Map.of("1", Map.of("type", "object"));

        EventTypeOut created = eventTypes.create(
                new EventTypeIn().name(name).description("First").schemas(schemas));
        eventTypes.update(name, new EventTypeUpdate().description("Second"));
        EventTypeOut patched = eventTypes.patch(name, new EventTypePatch().deprecated(true));
        eventTypes.delete(name);

        assertThat(created.getSchemas()).isEqualTo(schemas);
        assertThat(patched.getDescription()).isEqualTo("Second");
        assertThat(patched.getDeprecated()).isTrue();
        assertThat(eventTypes.get(name).getArchived()).isTrue();
        assertThat(names(new EventTypeListOptions())).doesNotContain(name);
        EventTypeListOptions all = new EventTypeListOptions();
        all.setIncludeArchived(true);
        assertThat(names(all)).contains(name);
        EventTypeDeleteOptions forGood = new EventTypeDeleteOptions();
        forGood.setExpunge(true);
        eventTypes.delete(name, forGood);
        assertThat(codeOf(() -> eventTypes.get(name))).isEqualTo(404);
    }

    private Set<String> names(EventTypeListOptions options) throws IOException, ApiException {
        options.setLimit(250L);
        Set<String> names = new HashSet<>();
        eventTypes.list(options).getData().forEach(eventType -> names.add(eventType.getName()));
        return names;
    }

    @Test
    void readsErrors() throws IOException, ApiException {
        String uid = "app-" + UUID.randomUUID();
        applications.create(new ApplicationIn().name("First").uid(uid));

        assertThat(codeOf(() ->
                        applications.create(new ApplicationIn().name("Second").uid(uid))))
                .isEqualTo(409);
        assertThat(codeOf(() -> applications.create(new ApplicationIn().name("").uid("a b"))))
                .isEqualTo(422);
        assertThat(codeOf(() -> Sdk.client(port, "wrong").getApplication().list()))
                .isEqualTo(401);
    }

    @Test
    void readsWhatAnErrorSays() {
        assertThatThrownBy(
                        () -> applications.create(new ApplicationIn().name("").uid("a b")))
                .asInstanceOf(type(ApiException.class))
                .satisfies(thrown -> {
                    JsonNode problem = new JsonMapper().readTree(thrown.getResponseBody());
                    assertThat(problem.path("code").stringValue()).isEqualTo("validation_error");
                    assertThat(problem.path("detail")).hasSize(2);
                    assertThat(problem.at("/detail/0/loc/0").stringValue()).isEqualTo("body");
                });
    }

    @Test
    void asksForHealth() throws IOException, ApiException {
        new Health(Sdk.client(port, "none").getHttpClient()).get();
    }

    static int codeOf(ThrowingCallable call) {
        ApiException[] thrown = new ApiException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(ApiException.class, exception -> thrown[0] = exception);
        return thrown[0].getCode();
    }
}
