package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.access.KnownCallers;
import io.posthorn.access.Permission;
import io.posthorn.api.JsonBody;
import io.posthorn.api.Problem;
import io.posthorn.api.ProblemAnswers;
import io.posthorn.ingest.Publisher.Key;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A short way to {@code POST /api/v1/app/{app_id}/msg} and {@code …/msg/batch} for requests as SDKs send them, past
 * filters, routing and argument conversion, which cost more than the message itself. It takes what is plain at a
 * glance: a path without escapes or query, JSON of a stated length, a batch no longer than one message may be, a key
 * that this node remembers. Everything else, above all whatever may have to be refused, goes the usual way and ends at
 * {@link PublishController} or {@link BatchController}; the body is not touched before that is decided.
 */
final class PublishRoute implements HttpHandlerDecoratorFactory {

    private static final String BEFORE = "/api/v1/app/";
    private static final String ONE = "/msg";
    private static final String BATCH = "/msg/batch";

    /** As SDKs write it. Other spellings mean the same, and are understood on the usual way. */
    private static final Set<String> JSON =
            Set.of("application/json", "application/json; charset=utf-8", "application/json; charset=UTF-8");

    private final KnownCallers callers;
    private final Publisher publisher;
    private final BatchPublisher batches;
    private final IngestProperties properties;
    private final TraceContext traces;
    private final ProblemAnswers problems;
    private final Scheduler deadlines;

    PublishRoute(
            KnownCallers callers,
            Publisher publisher,
            BatchPublisher batches,
            IngestProperties properties,
            TraceContext traces,
            ProblemAnswers problems,
            Scheduler deadlines) {
        this.callers = callers;
        this.publisher = publisher;
        this.batches = batches;
        this.properties = properties;
        this.traces = traces;
        this.problems = problems;
        this.deadlines = deadlines;
    }

    @Override
    public HttpHandler apply(HttpHandler usual) {
        return (request, response) -> {
            Plain plain = plain(request);
            return plain == null
                    ? usual.handle(request, response)
                    : callers.admit(request, response, Permission.PUBLISH)
                            .map(caller -> publish(caller, plain, request, response))
                            .orElseGet(() -> usual.handle(request, response));
        };
    }

    /** A request that has nothing to it that could be refused before its body is read. */
    private record Plain(
            String app,
            boolean isBatch,
            int length,
            @Nullable Key key) {}

    private @Nullable Plain plain(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        long length = headers.getContentLength();
        URI uri = request.getURI();
        if (request.getMethod() != HttpMethod.POST || length <= 0 || length > properties.maxBodyBytes()) {
            return null;
        }
        boolean isBatch = uri.getRawPath().endsWith(BATCH);
        String app = app(uri, isBatch ? BATCH : ONE);
        return app == null || !isPlainJson(headers) ? null : withKey(app, isBatch, (int) length, headers);
    }

    private static @Nullable String app(URI uri, String behind) {
        String path = uri.getRawPath();
        if (uri.getRawQuery() != null || !path.startsWith(BEFORE) || !path.endsWith(behind)) {
            return null;
        }
        int end = path.length() - behind.length();
        return end > BEFORE.length() && isPlain(path, BEFORE.length(), end)
                ? path.substring(BEFORE.length(), end)
                : null;
    }

    /** Whether routing would take this part of the path as it stands: no escape, no parameter, no way up. */
    private static boolean isPlain(String path, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = path.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && c != '_' && c != '-' && (c != '.' || i == from)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainJson(HttpHeaders headers) {
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        return type != null && JSON.contains(type) && !headers.containsHeader(HttpHeaders.CONTENT_ENCODING);
    }

    private static @Nullable Plain withKey(String app, boolean isBatch, int length, HttpHeaders headers) {
        try {
            return new Plain(app, isBatch, length, Key.of(headers));
        } catch (Problem _) {
            return null;
        }
    }

    private Mono<Void> publish(Caller caller, Plain plain, ServerHttpRequest request, ServerHttpResponse response) {
        String trace = traces.of(request.getHeaders());
        return JsonBody.bytesOfLength(request, plain.length(), deadlines)
                .doOnError(error -> cutShort(error, response))
                .flatMap(body -> plain.isBatch()
                        ? publishBatch(caller, plain, body, trace, response)
                        : publishOne(caller, plain, body, trace, response))
                .onErrorResume(error -> Mono.just(problems.answer(request, response, error, Mono.empty())))
                // An answer that cannot be written is not answered with another.
                .flatMap(answer -> answer);
    }

    /** Emits the answer, to be written. */
    private Mono<Mono<Void>> publishOne(
            Caller caller, Plain plain, byte[] body, @Nullable String trace, ServerHttpResponse response) {
        return publisher
                .publish(caller, plain.app(), body, plain.key(), trace)
                .map(accepted -> PublishAnswers.writeBare(accepted, response));
    }

    /** Emits the answer, to be written. */
    private Mono<Mono<Void>> publishBatch(
            Caller caller, Plain plain, byte[] body, @Nullable String trace, ServerHttpResponse response) {
        String key = plain.key() == null ? null : plain.key().text();
        BatchRequest batch = new BatchRequest(caller, plain.app(), Flux.just(body), false, key, false, trace);
        return batches.publish(batch).map(results -> PublishAnswers.writeBare(results, response));
    }

    /** The next request on the connection would begin in the middle of this one's body. */
    private void cutShort(Throwable error, ServerHttpResponse response) {
        publisher.rejected(error);
        response.getHeaders().setConnection("close");
    }
}
