package io.posthorn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.access.Caller;
import io.posthorn.access.CallersWeKnow;
import io.posthorn.access.DefaultOrganization;
import io.posthorn.api.Problem;
import io.posthorn.api.ProblemAnswers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
import reactor.test.StepVerifier;

/** What goes the short way, and that all the rest goes the usual way with its body as it came. */
@PosthornTest
class PublishRouteIntegrationTests {

    private static final String MESSAGE = "{\"eventType\":\"user.created\",\"payload\":{\"a\":1}}";
    private static final UUID ORGANIZATION = new UUID(0, 0);

    @LocalServerPort
    private int port;

    @Autowired
    private Publisher publisher;

    @Autowired
    private IngestProperties properties;

    @Autowired
    private ProblemAnswers problems;

    private final AtomicInteger usual = new AtomicInteger();
    private final AtomicInteger bodiesRead = new AtomicInteger();
    private final MockServerHttpResponse response = new MockServerHttpResponse();
    private String app = "";
    private HttpHandler route = (_, _) -> Mono.empty();

    @BeforeEach
    void makeAnApplication() {
        app = ApiClient.of(port)
                .post("/api/v1/app", Map.of("name", "Short"), CREATED)
                .path("id")
                .stringValue();
        Caller caller = Caller.publisher(DefaultOrganization.ID, "test");
        route = new PublishRoute(
                        CallersWeKnow.of(Map.of("known", caller)),
                        publisher,
                        properties,
                        new TraceContext(false),
                        problems)
                .apply((request, _) -> Mono.fromRunnable(usual::incrementAndGet));
    }

    @Test
    void takesAPlainMessage() {
        handle(request("/api/v1/app/" + app + "/msg", MESSAGE));

        assertThat(usual).hasValue(0);
        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(response.getBodyAsString().block()).contains("\"eventType\":\"user.created\"");
    }

    @Test
    void takesABodyThatComesInParts() {
        byte[] whole = MESSAGE.getBytes(StandardCharsets.UTF_8);
        Flux<DataBuffer> parts = Flux.range(0, whole.length)
                .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[] {whole[i]}));
        handle(plain("/api/v1/app/" + app + "/msg", whole.length).body(parts));

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheRestToTheUsualWay(Unusual unusual) {
        handle(unusual.of(this));

        assertThat(usual).hasValue(1);
        assertThat(bodiesRead).as("bodies read").hasValue(0);
        assertThat(response.isCommitted()).isFalse();
    }

    private enum Unusual {
        METHOD {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.built(MockServerHttpRequest.method(HttpMethod.PUT, test.uri(""))
                        .header(HttpHeaders.AUTHORIZATION, "Bearer known")
                        .header(HttpHeaders.CONTENT_TYPE, "application/json")
                        .contentLength(MESSAGE.length()));
            }
        },
        QUERY {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.request(test.uri("?with_content=false").toString(), MESSAGE);
            }
        },
        SLASH_AT_THE_END {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.request(test.uri("/").toString(), MESSAGE);
            }
        },
        MATRIX_PARAMETER {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.request(test.uri(";a=b").toString(), MESSAGE);
            }
        },
        ESCAPED_PATH {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.request("/api/v1/app/a%2Fb/msg", MESSAGE);
            }
        },
        DOTS {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.request("/api/v1/app/../msg", MESSAGE);
            }
        },
        OTHER_PATH {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.request("/api/v1/app/" + test.app + "/msg/batch", MESSAGE);
            }
        },
        NO_LENGTH {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.built(test.plain(test.uri("").toString(), -1));
            }
        },
        NO_BODY {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.built(test.plain(test.uri("").toString(), 0));
            }
        },
        TOO_LONG {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.built(test.plain(test.uri("").toString(), test.properties.maxBodyBytes() + 1));
            }
        },
        OTHER_TYPE {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.built(MockServerHttpRequest.post(test.uri("").toString())
                        .header(HttpHeaders.AUTHORIZATION, "Bearer known")
                        .header(HttpHeaders.CONTENT_TYPE, "text/plain")
                        .contentLength(MESSAGE.length()));
            }
        },
        ENCODED {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.built(test.plain(test.uri("").toString(), MESSAGE.length())
                        .header(HttpHeaders.CONTENT_ENCODING, "gzip"));
            }
        },
        UNKNOWN_KEY {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.built(MockServerHttpRequest.post(test.uri("").toString())
                        .header(HttpHeaders.AUTHORIZATION, "Bearer unknown")
                        .header(HttpHeaders.CONTENT_TYPE, "application/json")
                        .contentLength(MESSAGE.length()));
            }
        },
        BAD_IDEMPOTENCY_KEY {
            @Override
            MockServerHttpRequest of(PublishRouteIntegrationTests test) {
                return test.built(
                        test.plain(test.uri("").toString(), MESSAGE.length()).header("Idempotency-Key", "with space"));
            }
        };

        abstract MockServerHttpRequest of(PublishRouteIntegrationTests test);
    }

    @Test
    void answersABodyThatIsNoMessage() {
        handle(request("/api/v1/app/" + app + "/msg", "{\"eventType\":"));

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(response.getHeaders().getContentType()).hasToString("application/problem+json");
        assertThat(response.getHeaders().getConnection()).isEmpty();
    }

    @Test
    void hasNoApplicationOfAnotherOrganization() {
        Caller other = Caller.publisher(ORGANIZATION, "stranger");
        route = new PublishRoute(
                        CallersWeKnow.of(Map.of("known", other)),
                        publisher,
                        properties,
                        new TraceContext(false),
                        problems)
                .apply((_, _) -> Mono.fromRunnable(usual::incrementAndGet));
        handle(request("/api/v1/app/" + app + "/msg", MESSAGE));

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void endsTheConnectionOfABodyThatDoesNotCome() {
        handle(plain("/api/v1/app/" + app + "/msg", MESSAGE.length())
                .body(Flux.error(Problem.tooSlow(Duration.ofSeconds(30)))));

        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.REQUEST_TIMEOUT);
        assertThat(response.getHeaders().getConnection()).containsExactly("close");
    }

    private void handle(MockServerHttpRequest request) {
        StepVerifier.create(route.handle(request, response)).expectComplete().verify(Duration.ofSeconds(10));
    }

    private URI uri(String end) {
        return URI.create("/api/v1/app/" + app + "/msg" + end);
    }

    private MockServerHttpRequest request(String uri, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return plain(uri, bytes.length).body(counted(bytes));
    }

    private MockServerHttpRequest built(MockServerHttpRequest.BodyBuilder request) {
        return request.body(counted(MESSAGE.getBytes(StandardCharsets.UTF_8)));
    }

    private Flux<DataBuffer> counted(byte[] bytes) {
        return Flux.<DataBuffer>just(DefaultDataBufferFactory.sharedInstance.wrap(bytes))
                .doOnSubscribe(_ -> bodiesRead.incrementAndGet());
    }

    private MockServerHttpRequest.BodyBuilder plain(String uri, int length) {
        MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.method(HttpMethod.POST, URI.create(uri))
                .header(HttpHeaders.AUTHORIZATION, "Bearer known")
                .header(HttpHeaders.CONTENT_TYPE, "application/json");
        return length < 0 ? request : request.contentLength(length);
    }
}
