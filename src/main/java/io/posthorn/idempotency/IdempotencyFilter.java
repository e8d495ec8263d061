package io.posthorn.idempotency;

import io.posthorn.access.Caller;
import io.posthorn.api.IdempotencyKeys;
import io.posthorn.api.JsonBody;
import io.posthorn.api.KeyedWork;
import io.posthorn.api.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Does the work of a POST with an idempotency key once, and answers those that repeat it with what the first one was
 * answered. Sending messages has keys of its own, which are committed with the message.
 */
final class IdempotencyFilter implements WebFilter {

    static final String REPLAYED = "Idempotent-Replayed";

    private static final byte[] NOTHING = {};

    /** No body that is buffered here is larger; every operation has a limit of its own below it. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final Duration ASK_EVERY = Duration.ofMillis(100);
    private static final int ASK_TIMES = 20;
    private static final PathPattern API = PathPatternParser.defaultInstance.parse("/api/v1/**");
    private static final PathPattern MESSAGE = PathPatternParser.defaultInstance.parse("/api/v1/app/{app_id}/msg");
    private static final PathPattern BATCH = PathPatternParser.defaultInstance.parse("/api/v1/app/{app_id}/msg/batch");

    private final R2dbcAnswers answers;
    private final WebExceptionHandler problems;
    private final Scheduler scheduler;

    IdempotencyFilter(R2dbcAnswers answers, WebExceptionHandler problems, Scheduler scheduler) {
        this.answers = answers;
        this.problems = problems;
        this.scheduler = scheduler;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        Caller caller = Caller.of(exchange);
        if (caller == null || !isOurs(request)) {
            return chain.filter(exchange);
        }
        return IdempotencyKeys.of(request.getHeaders())
                .map(key -> JsonBody.bytes(request, MAX_BYTES)
                        .defaultIfEmpty(new byte[0])
                        .flatMap(body -> once(keyed(caller, request, key, body), body, exchange, chain)))
                .orElseGet(() -> chain.filter(exchange));
    }

    private static boolean isOurs(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        return request.getMethod().equals(HttpMethod.POST)
                && !MESSAGE.matches(path)
                && !BATCH.matches(path)
                && API.matches(path);
    }

    private static KeyedRequest keyed(Caller caller, ServerHttpRequest request, String key, byte[] body) {
        String credential = Objects.requireNonNullElse(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION), "");
        String query = Objects.requireNonNullElse(request.getURI().getRawQuery(), "");
        return KeyedRequest.of(
                caller, credential, request.getPath().pathWithinApplication().value(), query, key, body);
    }

    private Mono<Void> once(KeyedRequest keyed, byte[] body, ServerWebExchange exchange, WebFilterChain chain) {
        UUID claim = UUID.randomUUID();
        return answers.claim(keyed, claim)
                .flatMap(first -> first.mayBeAnswered() ? waited(keyed, claim) : Mono.just(first))
                .flatMap(found -> switch (found) {
                    case Claim.Won won -> work(keyed, won.claim(), body, exchange, chain);
                    case Claim.Answered answered -> replay(keyed, answered, exchange.getResponse());
                    case Claim.Made made -> show(keyed, made, exchange, chain);
                    case Claim.InProgress _ -> Mono.error(inProgress());
                    case Claim.OtherRequest _ -> Mono.error(otherRequest());
                });
    }

    /** Whoever repeats a request at once is answered with the result if it comes soon. */
    private Mono<Claim> waited(KeyedRequest keyed, UUID claim) {
        return Mono.defer(() -> answers.claim(keyed, claim))
                .delaySubscription(ASK_EVERY, scheduler)
                .filter(found -> !found.mayBeAnswered())
                .repeatWhenEmpty(ASK_TIMES, asked -> asked)
                .onErrorResume(IllegalStateException.class, _ -> answers.claim(keyed, claim));
    }

    /** Once begun the work goes to its end, also when the caller goes away, so that its answer can be asked for. */
    private Mono<Void> work(
            KeyedRequest keyed, UUID claim, byte[] body, ServerWebExchange exchange, WebFilterChain chain) {
        KeptResponse response =
                new KeptResponse(exchange.getResponse(), answer -> keep(keyed, claim, exchange.getResponse(), answer));
        ServerWebExchange decorated = exchange.mutate()
                .request(new ReadRequest(exchange.getRequest(), body))
                .response(response)
                .build();
        Mono<Void> whole = chain.filter(decorated)
                .onErrorResume(error -> problems.handle(decorated, error))
                .then(Mono.defer(response::finish))
                .onErrorResume(
                        error -> answers.release(keyed, claim).onErrorComplete().then(Mono.error(error)));
        KeyedWork work = name -> made(keyed, claim, name);
        boolean creation = Creation.isOne(exchange.getRequest());
        return Mono.deferContextual(context -> whole.contextWrite(
                        inner -> creation ? work.in(inner.putAll(context)) : inner.putAll(context))
                .cache());
    }

    /** Two that work at the same request make one thing: whoever has lost the claim meanwhile commits nothing. */
    private Mono<Void> made(KeyedRequest keyed, UUID claim, String name) {
        return answers.made(keyed, claim, name)
                .filter(ours -> ours)
                .switchIfEmpty(Mono.error(IdempotencyFilter::inProgress))
                .then();
    }

    /** Whoever made it could not answer: it is shown as it is now, and that is the answer from then on. */
    private Mono<Void> show(KeyedRequest keyed, Claim.Made made, ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().setStatusCode(HttpStatus.CREATED);
        exchange.getResponse().getHeaders().set(REPLAYED, "true");
        return work(keyed, made.claim(), NOTHING, Creation.shown(exchange, made.name()), shown -> chain.filter(shown)
                .onErrorMap(
                        error -> error instanceof Problem problem && problem.status() == HttpStatus.NOT_FOUND.value(),
                        _ -> gone(made.name())));
    }

    private Mono<Void> keep(KeyedRequest keyed, UUID claim, ServerHttpResponse response, byte[] body) {
        HttpStatusCode code = response.getStatusCode();
        int status = code == null ? 200 : code.value();
        Mono<Long> kept = isFinal(status)
                ? answers.answer(
                        keyed,
                        claim,
                        status,
                        Answer.of(response.getHeaders(), body).seal(keyed.secret()))
                : answers.release(keyed, claim);
        // The work is done whether or not this can be written down; without it the lease runs out.
        return kept.onErrorComplete().then();
    }

    /** What may be otherwise the next time, through no change of the request, is not kept. */
    private static boolean isFinal(int status) {
        return status < 500 && status != 401 && status != 403 && status != 408 && status != 429;
    }

    private static Mono<Void> replay(KeyedRequest keyed, Claim.Answered answered, ServerHttpResponse response) {
        return Answer.open(keyed.secret(), answered.sealed())
                .map(answer -> write(answer, answered.status(), response))
                .orElseGet(() -> Mono.error(Problem.conflict("This Idempotency-Key was used for the same request with"
                        + " another API key, and only that one can have the answer again. Send a new key to do it"
                        + " once more.")));
    }

    private static Mono<Void> write(Answer answer, int status, ServerHttpResponse response) {
        response.setRawStatusCode(status);
        answer.copyHeadersTo(response.getHeaders());
        response.getHeaders().set(REPLAYED, "true");
        if (answer.body().length == 0) {
            return response.setComplete();
        }
        response.getHeaders().setContentLength(answer.body().length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(answer.body())));
    }

    private static Problem inProgress() {
        return Problem.conflict("A request with this Idempotency-Key is still being worked on. Send the same request"
                + " again in a moment.");
    }

    private static Problem gone(String name) {
        return Problem.conflict("This request was done and made '" + name + "', which is not there any more. Send a new"
                + " key to make another.");
    }

    private static Problem otherRequest() {
        return Problem.unprocessable(
                "idempotency_key_reused",
                "This Idempotency-Key was used for another request to this path. Send a new key with a new request.");
    }
}
