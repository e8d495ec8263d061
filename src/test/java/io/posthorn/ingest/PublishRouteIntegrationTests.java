package io.posthorn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.access.Caller;
import io.posthorn.access.DefaultOrganization;
import io.posthorn.access.KnownCallersStand;
import io.posthorn.api.Problem;
import io.posthorn.api.ProblemAnswers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What goes the short way, and that all the rest goes the usual way with its body as it came. */
@PosthornTest
class PublishRouteIntegrationTests {

    private static final String MESSAGE = "{\"eventType\":\"user.created\",\"payload\":{\"a\":1}}";
    private static final int LENGTH = MESSAGE.length();

    @LocalServerPort
    private int port;

    @Autowired
    private Publisher publisher;

    @Autowired
    private BatchPublisher batches;

    @Autowired
    private IngestProperties properties;

    @Autowired
    private ProblemAnswers problems;

    private final AtomicInteger usual = new AtomicInteger();
    private final AtomicInteger bodiesRead = new AtomicInteger();
    private final MockServerHttpResponse response = new MockServerHttpResponse() {
        @Override
        @SuppressWarnings("unchecked") // whoever asks looks at what it is
        public <T> T getNativeResponse() {
            return (T) this;
        }
    };
    private String app = "";
    private HttpHandler route = (_, _) -> Mono.empty();

    @BeforeEach
    void makeAnApplication() {
        app = ApiClient.of(port)
                .post("/api/v1/app", Map.of("name", "Short"), CREATED)
                .path("id")
                .stringValue();
        route = routeOf(Caller.publisher(DefaultOrganization.ID, "test"));
    }

    private HttpHandler routeOf(Caller known) {
        return new PublishRoute(
                        KnownCallersStand.of(Map.of("known", known)),
                        publisher,
                        batches,
                        properties,
                        new TraceContext(false),
                        problems,
                        Schedulers.parallel())
                .apply((_, _) -> Mono.fromRunnable(usual::incrementAndGet));
    }

    @Test
    void takesAPlainMessage() {
        handle(message(MESSAGE));

        assertThat(usual).hasValue(0);
        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        StepVerifier.create(response.getBodyAsString())
                .assertNext(body -> assertThat(body).contains("\"eventType\":\"user.created\""))
                .verifyComplete();
    }

    @Test
    void takesAPlainBatch() {
        handle(batch("[" + MESSAGE + ", 7, " + MESSAGE + "]"));

        assertThat(usual).hasValue(0);
        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(response.getHeaders().getContentType()).hasToString("application/json");
        StepVerifier.create(response.getBodyAsString())
                .assertNext(body -> assertThat(body)
                        .startsWith("{\"accepted\":2,\"failed\":1,\"data\":[{\"status\":202,")
                        .contains("{\"status\":422,"))
                .verifyComplete();
    }

    @Test
    void answersABatchOfNothing() {
        handle(batch("[]"));

        assertThat(usual).hasValue(0);
        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(response.getHeaders().getContentType()).hasToString("application/problem+json");
    }

    @Test
    void takesABodyThatComesInParts() {
        handle(plain(path(), LENGTH).body(Flux.just(buffer(MESSAGE.substring(0, 9)), buffer(MESSAGE.substring(9)))));

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheRestToTheUsualWay(Unusual unusual) {
        handle(counted(unusual.request.apply(this), MESSAGE));

        assertThat(usual).hasValue(1);
        assertThat(bodiesRead).as("bodies read").hasValue(0);
        assertThat(response.isCommitted()).isFalse();
    }

    private enum Unusual {
        METHOD(test -> test.plain(HttpMethod.PUT, test.path(), LENGTH)),
        QUERY(test -> test.plain(test.path() + "?with_content=false", LENGTH)),
        SLASH_AT_THE_END(test -> test.plain(test.path() + "/", LENGTH)),
        MATRIX_PARAMETER(test -> test.plain("/api/v1/app/" + test.app + ";a=b/msg", LENGTH)),
        ESCAPED_PATH(test -> test.plain("/api/v1/app/a%2Fb/msg", LENGTH)),
        DOTS(test -> test.plain("/api/v1/app/../msg", LENGTH)),
        TWO_SEGMENTS(test -> test.plain("/api/v1/app/a/b/msg", LENGTH)),
        NO_SEGMENT(test -> test.plain("/api/v1/app/msg", LENGTH)),
        OTHER_PATH(test -> test.plain(test.path() + "/other", LENGTH)),
        NO_SEGMENT_OF_A_BATCH(test -> test.plain("/api/v1/app/msg/batch", LENGTH)),
        TWO_SEGMENTS_OF_A_BATCH(test -> test.plain("/api/v1/app/a/b/msg/batch", LENGTH)),
        QUERY_OF_A_BATCH(test -> test.plain(test.path() + "/batch?with_content=true", LENGTH)),
        LONG_BATCH(test -> test.plain(test.path() + "/batch", test.properties.maxBodyBytes() + 1)),
        BATCH_OF_LINES(test -> test.with(test.path() + "/batch", HttpHeaders.CONTENT_TYPE, "application/x-ndjson")),
        NO_LENGTH(test -> test.plain(test.path(), -1)),
        NO_BODY(test -> test.plain(test.path(), 0)),
        TOO_LONG(test -> test.plain(test.path(), test.properties.maxBodyBytes() + 1)),
        OTHER_TYPE(test -> test.with(HttpHeaders.CONTENT_TYPE, "text/plain")),
        ENCODED(test -> test.with(HttpHeaders.CONTENT_ENCODING, "gzip")),
        UNKNOWN_KEY(test -> test.with(HttpHeaders.AUTHORIZATION, "Bearer unknown")),
        BAD_IDEMPOTENCY_KEY(test -> test.with("Idempotency-Key", "with space"));

        private final Function<PublishRouteIntegrationTests, MockServerHttpRequest.BodyBuilder> request;

        Unusual(Function<PublishRouteIntegrationTests, MockServerHttpRequest.BodyBuilder> request) {
            this.request = request;
        }
    }

    @Test
    void answersABodyThatIsNoMessage() {
        handle(message("{\"eventType\":"));

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(response.getHeaders().getContentType()).hasToString("application/problem+json");
        assertThat(response.getHeaders().getConnection()).isEmpty();
    }

    @Test
    void hasNoApplicationOfAnotherOrganization() {
        route = routeOf(Caller.publisher(new UUID(0, 0), "stranger"));
        handle(message(MESSAGE));

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void endsTheConnectionOfABodyThatDoesNotCome() {
        handle(plain(path(), LENGTH).body(Flux.error(Problem.tooSlow(Duration.ofSeconds(30)))));

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.REQUEST_TIMEOUT);
        assertThat(response.getHeaders().getConnection()).containsExactly("close");
    }

    private void handle(MockServerHttpRequest request) {
        StepVerifier.create(route.handle(request, response)).expectComplete().verify(Duration.ofSeconds(10));
    }

    private String path() {
        return "/api/v1/app/" + app + "/msg";
    }

    private MockServerHttpRequest message(String text) {
        return counted(plain(path(), text.length()), text);
    }

    private MockServerHttpRequest batch(String text) {
        return counted(plain(path() + "/batch", text.length()), text);
    }

    /** The body, of which is counted how often it is read. */
    private MockServerHttpRequest counted(MockServerHttpRequest.BodyBuilder request, String body) {
        return request.body(Flux.just(buffer(body)).doOnSubscribe(_ -> bodiesRead.incrementAndGet()));
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A plain request but for this header. */
    private MockServerHttpRequest.BodyBuilder with(String header, String value) {
        return with(path(), header, value);
    }

    private MockServerHttpRequest.BodyBuilder with(String uri, String header, String value) {
        HttpHeaders headers = plainHeaders();
        headers.set(header, value);
        return MockServerHttpRequest.post(uri).headers(headers).contentLength(LENGTH);
    }

    private MockServerHttpRequest.BodyBuilder plain(String uri, int length) {
        return plain(HttpMethod.POST, uri, length);
    }

    private MockServerHttpRequest.BodyBuilder plain(HttpMethod method, String uri, int length) {
        MockServerHttpRequest.BodyBuilder request =
                MockServerHttpRequest.method(method, URI.create(uri)).headers(plainHeaders());
        return length < 0 ? request : request.contentLength(length);
    }

    private static HttpHeaders plainHeaders() {
        HttpHeaders headers = new HttpHeaders();
        headers.setBearerAuth("known");
        headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
        return headers;
    }
}
