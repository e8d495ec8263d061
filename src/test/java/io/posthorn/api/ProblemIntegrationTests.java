package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PosthornTest
class ProblemIntegrationTests {

    private static final String KEY = "Bearer " + FreshDatabaseInitializer.ADMIN_KEY;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        POST   | /api/v1/app           | {"name": 7}                          | 422 | ["body","name"]
        POST   | /api/v1/app           | {}                                   | 422 | ["body","name"]
        POST   | /api/v1/app           | {"name": ""}                         | 422 | ["body","name"]
        POST   | /api/v1/app           | {"name": null}                       | 422 | ["body","name"]
        POST   | /api/v1/app           | {"name": "a", "uid": "a b"}          | 422 | ["body","uid"]
        POST   | /api/v1/app           | {"name": "a", "throttleRate": 0}     | 422 | ["body","throttleRate"]
        POST   | /api/v1/app           | {"name": "a", "throttleRate": 1.5}   | 422 | ["body","throttleRate"]
        POST   | /api/v1/app           | {"name": "a", "throttleRate": "5"}   | 422 | ["body","throttleRate"]
        POST   | /api/v1/app           | {"name": "a", "rateLimit": 65536}    | 422 | ["body","rateLimit"]
        POST   | /api/v1/app           | {"name": "a", "metadata": {"k": 1}}  | 422 | ["body","metadata","k"]
        POST   | /api/v1/app           | {"name": "a", "metadata": []}        | 422 | ["body","metadata"]
        POST   | /api/v1/app           | {"name": "a\\u0000b"}                | 422 | ["body","name"]
        POST   | /api/v1/app           | {"name": "a\\ud800b"}                | 422 | ["body","name"]
        POST   | /api/v1/app           | []                                   | 422 | ["body"]
        POST   | /api/v1/app           | "text"                               | 422 | ["body"]
        POST   | /api/v1/app/x/endpoint| {"url": "https://a.example", "eventTypes": ["a", 1]} | 422 | ["body","eventTypes","1"]
        POST   | /api/v1/app/x/endpoint| {"url": "https://a.example", "channels": "c"} | 422 | ["body","channels"]
        POST   | /api/v1/app/x/endpoint| {"url": "https://a.example", "disabled": "no"}| 422 | ["body","disabled"]
        GET    | /api/v1/app?limit=0   |                                      | 422 | ["query","limit"]
        GET    | /api/v1/app?limit=251 |                                      | 422 | ["query","limit"]
        GET    | /api/v1/app?limit=x   |                                      | 422 | ["query","limit"]
        GET    | /api/v1/app?order=up  |                                      | 422 | ["query","order"]
        GET    | /api/v1/app?iterator=x|                                      | 422 | ["query","iterator"]
        POST   | /api/v1/app?get_if_exists=perhaps | {"name": "a"}            | 422 | ["query","get_if_exists"]
        """)
    void saysWhereTheFaultIs(String method, String path, @Nullable String body, int status, String loc) {
        JsonNode problem = problem(method, path, body, status);

        assertThat(problem.at("/detail/0/loc").toString()).isEqualTo(loc);
        assertThat(problem.at("/detail/0/msg").stringValue()).isNotEmpty();
        assertThat(problem.at("/detail/0/type").stringValue()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        POST   | /api/v1/app           | {"name": "a",                        | 400 | line 1, column
        POST   | /api/v1/app           | {"name": "a"} x                      | 400 | line 1, column
        POST   | /api/v1/app           | {"name": "a", "name": "b"}           | 400 | name
        POST   | /api/v1/app           | {name: 1}                            | 400 | line 1, column
        POST   | /api/v1/app           |                                      | 400 | no body
        GET    | /api/v1/app/nobody    |                                      | 404 | nobody
        GET    | /api/v1/app/app_0000000000000000000000000000 |              | 404 | app_000
        GET    | /api/v1/app/a%00b     |                                      | 404 | application
        GET    | /api/v1/app/x/endpoint|                                      | 404 | 'x'
        GET    | /api/v1/event-type/no |                                      | 404 | 'no'
        GET    | /api/v1/nothing       |                                      | 404 | /api/v1/nothing
        GET    | /nothing/at/all       |                                      | 404 | /nothing/at/all
        DELETE | /api/v1/app           |                                      | 405 | GET, POST
        POST   | /api/v1/app/x         | {}                                   | 405 | DELETE, GET, PATCH, PUT
        """)
    void saysWhatIsWrong(String method, String path, @Nullable String body, int status, String words) {
        JsonNode problem = problem(method, path, body, status);

        assertThat(problem.path("detail").stringValue()).contains(words);
        assertThat(problem.path("code").stringValue()).matches("[a-z_]+");
    }

    @Test
    void namesEveryFaultAtOnce() {
        JsonNode problem = problem("POST", "/api/v1/app", "{\"uid\": 1, \"throttleRate\": -1}", 422);

        assertThat(problem.path("detail")).hasSize(3);
    }

    @Test
    void wantsAKey() {
        for (String header : new String[] {"", "Bearer wrong", "Basic YTpi", "Bearer ", KEY + "x"}) {
            WebTestClient.RequestHeadersSpec<?> request =
                    client().get().uri("/api/v1/app").header("Authorization", header);
            JsonNode problem = checked(request, 401);
            assertThat(problem.path("code").stringValue()).isEqualTo("authentication_failed");
        }
        checked(client().get().uri("/api/v1/app"), 401);
        checked(client().get().uri("/api/v1/nothing"), 401);
        client().get()
                .uri("/api/v1/app")
                .exchange()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer")
                .expectBody();
    }

    @ParameterizedTest
    @CsvSource({"/%61pi/v1/app", "/api;a=b/v1/app", "/api/v1;x/app", "/api/%76%31/app/", "/api//v1/app", "/API/v1/app"})
    void noSpellingOfAPathGoesPastTheKey(String path) {
        var status = client().get()
                .uri(URI.create("http://localhost:" + port + path))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus();

        assertThat(status.value()).isIn(401, 404);
    }

    @Test
    void leavesHealthOpen() {
        client().get()
                .uri("/api/v1/health")
                .exchange()
                .expectStatus()
                .isNoContent()
                .expectBody();
        client().get()
                .uri("/api/v1/health/")
                .exchange()
                .expectStatus()
                .isNoContent()
                .expectBody();
    }

    @Test
    void refusesOtherBodyForms() {
        checked(post().contentType(MediaType.TEXT_PLAIN).bodyValue("{}"), 415);
        checked(post().contentType(MediaType.APPLICATION_FORM_URLENCODED).bodyValue("a=b"), 415);
        checked(
                post().header("Content-Type", "application/json; charset=utf-16")
                        .bodyValue("{}"),
                415);
        checked(json().header("Content-Encoding", "gzip").bodyValue("{}"), 415);
        checked(json().bodyValue("\uFEFF{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8)), 400);
        checked(json().bodyValue("{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16)), 400);
        checked(json().bodyValue("{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16LE)), 400);
        checked(json().bodyValue(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'}), 400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST /api/v1/app HTTP/1.1   | nonsense         | 415
        GET /api/v1/app?limit=%zz HTTP/1.1 | text/plain | 400
        GET /api/v1/app/%zz HTTP/1.1 | text/plain      | 400
        GET /api/v1/app/{x} HTTP/1.1 | text/plain      | 400
        BREW /api/v1/app HTTP/1.1    | text/plain      | 405
        """)
    void answersRequestsThatNoClientLibraryMakes(String requestLine, String contentType, int status)
            throws IOException {
        String answer = raw(requestLine + "\r\nHost: localhost\r\nAuthorization: " + KEY + "\r\nContent-Type: "
                + contentType + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
    }

    /** Requests that come before the answer to the one before them are sent; the server may answer them at once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void answersOnAConnectionThatHadRequestsWaiting(int waiting) throws IOException {
        String slow = "GET /api/v1/app HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + KEY + "\r\n\r\n";
        String request = "GET /api/v1/app HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((slow + request.repeat(waiting)).getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader answers = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            assertThat(statusOfNext(answers)).isEqualTo("HTTP/1.1 200 OK");
            for (int i = 0; i < waiting; i++) {
                assertThat(statusOfNext(answers)).isEqualTo("HTTP/1.1 401 Unauthorized");
            }
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(statusOfNext(answers)).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
    }

    private static String statusOfNext(BufferedReader answers) throws IOException {
        String status = answers.readLine();
        long length = answers.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
                .sum();
        answers.skip(length);
        return status;
    }

    @Test
    void refusesBodiesOverTheLimitAndTakesThoseAtIt() {
        String frame = "{\"name\": \"a\", \"other\": \"\"}";
        String atLimit = frame.replace("\"\"", "\"" + "x".repeat(256 * 1024 - frame.length()) + "\"");

        client().post()
                .uri("/api/v1/app")
                .header("Authorization", KEY)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(atLimit)
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody();
        checked(json().bodyValue(atLimit + " "), 413);
    }

    @Test
    void refusesDeepBodies() {
        JsonNode problem = problem("POST", "/api/v1/app", "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}", 400);

        assertThat(problem.path("detail").stringValue()).contains("100 levels").doesNotContain("StreamRead");
    }

    @Test
    void answersHeadAndOptions() {
        var request = client().options().uri("/api/v1/app").header("Authorization", KEY);
        assertThat(request.exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseHeaders()
                        .getAllow())
                .contains(HttpMethod.GET, HttpMethod.POST, HttpMethod.HEAD);
        client().head()
                .uri("/api/v1/app")
                .header("Authorization", KEY)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
        client().head()
                .uri("/api/v1/app")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .isEmpty();
    }

    @Test
    void hasNoCors() {
        client().get()
                .uri("/api/v1/app")
                .header("Authorization", KEY)
                .header("Origin", "https://elsewhere.example")
                .exchange()
                .expectHeader()
                .doesNotExist("Access-Control-Allow-Origin")
                .expectBody();
    }

    @Test
    void refusesAnAnswerInAnotherForm() {
        checked(client().get().uri("/api/v1/app").header("Authorization", KEY).accept(MediaType.TEXT_PLAIN), 406);
    }

    private JsonNode problem(String method, String path, @Nullable String body, int status) {
        WebTestClient.RequestBodySpec request = client().method(HttpMethod.valueOf(method))
                .uri(URI.create("http://localhost:" + port + path))
                .header("Authorization", KEY);
        return checked(
                body == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).bodyValue(body),
                status);
    }

    private static JsonNode checked(WebTestClient.RequestHeadersSpec<?> request, int status) {
        byte[] body = request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .returnResult()
                .getResponseBody();
        assertThat(body).isNotNull();
        JsonNode problem = new JsonMapper().readTree(body == null ? new byte[0] : body);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("type").stringValue()).isEqualTo("about:blank");
        assertThat(problem.path("title").stringValue()).isNotEmpty();
        assertThat(problem.path("code").stringValue()).isNotEmpty();
        return problem;
    }

    private WebTestClient.RequestBodySpec post() {
        return client().post().uri("/api/v1/app").header("Authorization", KEY);
    }

    private WebTestClient.RequestBodySpec json() {
        return post().contentType(MediaType.APPLICATION_JSON);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private WebTestClient client() {
        return ApiClient.of(port).anonymous();
    }
}
