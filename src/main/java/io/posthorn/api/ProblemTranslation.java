package io.posthorn.api;

import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/** Says which problem an exception means, by its type; empty when it is a fault of ours that nobody foresaw. */
final class ProblemTranslation {

    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(2);

    private ProblemTranslation() {}

    static Optional<Problem> of(Throwable thrown, ServerHttpRequest request) {
        return Optional.ofNullable(
                switch (thrown) {
                    case Problem problem -> problem;
                    case MethodNotAllowedException wrong ->
                        Problem.methodNotAllowed(wrong.getHttpMethod(), wrong.getSupportedMethods());
                    case UnsupportedMediaTypeStatusException wrong -> unsupported(wrong);
                    case NotAcceptableStatusException _ -> notAcceptable();
                    case ServerWebInputException wrong -> unreadable(wrong);
                    case ResponseStatusException other -> ofStatus(other, request);
                    case DataBufferLimitException _ ->
                        Problem.ofStatus(
                                HttpStatus.CONTENT_TOO_LARGE,
                                "The request body is larger than this path takes. Send less.",
                                HttpHeaders.EMPTY);
                    default -> isDatabaseAway(thrown) ? databaseAway() : null;
                });
    }

    private static Problem unsupported(UnsupportedMediaTypeStatusException wrong) {
        return Problem.unsupportedMediaType(
                "The body's Content-Type is " + wrong.getContentType() + "; send application/json.");
    }

    private static Problem notAcceptable() {
        return Problem.ofStatus(
                HttpStatus.NOT_ACCEPTABLE,
                "The answer is application/json; the Accept header must allow it or be left out.",
                HttpHeaders.EMPTY);
    }

    private static Problem unreadable(ServerWebInputException wrong) {
        MethodParameter parameter = wrong.getMethodParameter();
        String name = parameter == null ? null : queryName(parameter);
        if (parameter == null || name == null) {
            return Problem.malformed("The request cannot be read: check its path, query and body.");
        }
        String expected = parameter.getParameterType().getSimpleName();
        return Problem.invalid(List.of(
                new Violation(List.of("query", name), "must be a " + expected + ", or left out", "type_error")));
    }

    private static @Nullable String queryName(MethodParameter parameter) {
        RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
        return query == null ? null : query.name();
    }

    private static Problem ofStatus(ResponseStatusException thrown, ServerHttpRequest request) {
        HttpStatus status = HttpStatus.resolve(thrown.getStatusCode().value());
        if (status == HttpStatus.NOT_FOUND) {
            return Problem.notFound("There is nothing at " + request.getPath().value()
                    + ". The API begins with /api/v1; check the path.");
        }
        HttpStatus known = status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
        return Problem.ofStatus(known, known.getReasonPhrase() + ".", thrown.getHeaders());
    }

    private static boolean isDatabaseAway(Throwable thrown) {
        return thrown instanceof CannotCreateTransactionException
                || thrown instanceof NonTransientDataAccessResourceException
                || thrown instanceof TransientDataAccessException
                || thrown instanceof R2dbcNonTransientResourceException
                || thrown instanceof R2dbcTransientException;
    }

    private static Problem databaseAway() {
        return Problem.unavailable(
                "The database does not answer, so nothing was done. Send the same request again shortly.",
                DATABASE_PAUSE);
    }
}
