package io.posthorn.api;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * An answer of 4xx or 5xx on its way out, as problem+json (RFC 9457) with the members that Svix SDKs read. Its detail
 * says field, value, what is allowed and what to do. It has no stack trace: it is an answer, not a failure.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;
    private final transient List<Violation> violations;
    private final transient HttpHeaders headers;

    private Problem(HttpStatus status, String code, String detail, List<Violation> violations, HttpHeaders headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.violations = violations;
        this.headers = headers;
    }

    private Problem(HttpStatus status, String code, String detail) {
        this(status, code, detail, List.of(), HttpHeaders.EMPTY);
    }

    /** 400: the request cannot be read at all. */
    public static Problem malformed(String detail) {
        return badRequest("malformed_request", detail);
    }

    /** 400 with a code of its own. */
    public static Problem badRequest(String code, String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, code, detail);
    }

    /** 401: no key, or one that is not known. */
    public static Problem unauthenticated(String detail) {
        return new Problem(
                HttpStatus.UNAUTHORIZED,
                "authentication_failed",
                detail,
                List.of(),
                header(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }

    /** 403: the key is known, but may not do this. */
    public static Problem forbidden(String detail) {
        return new Problem(HttpStatus.FORBIDDEN, "permission_denied", detail);
    }

    /** 404: there is no such thing, or not for this caller. */
    public static Problem notFound(String detail) {
        return new Problem(HttpStatus.NOT_FOUND, "not_found", detail);
    }

    /** 405: the path exists, but not for this method. */
    public static Problem methodNotAllowed(String method, Collection<HttpMethod> allowed) {
        String list = allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
        String detail = "This path does not take " + method + "; it takes " + list + ".";
        return new Problem(
                HttpStatus.METHOD_NOT_ALLOWED,
                "method_not_allowed",
                detail,
                List.of(),
                header(HttpHeaders.ALLOW, list));
    }

    /** 408: the request did not come whole in the time that is given to it. */
    public static Problem tooSlow(Duration limit) {
        return new Problem(
                HttpStatus.REQUEST_TIMEOUT,
                "request_timeout",
                "The request body did not arrive within " + limit.toSeconds()
                        + " seconds. Send the same request again, or a smaller one.");
    }

    /** The problem document in UTF-8, for answers that hold several. */
    public byte[] json() {
        return ProblemBody.of(this, null).json();
    }

    /** 409: what is there already does not allow it. */
    public static Problem conflict(String detail) {
        return new Problem(HttpStatus.CONFLICT, "conflict", detail);
    }

    /** 413: the body is larger than this path takes. */
    public static Problem tooLarge(long limit) {
        return new Problem(
                HttpStatus.CONTENT_TOO_LARGE,
                "content_too_large",
                "The request body is larger than " + limit + " bytes, the most this path takes. Send less.");
    }

    /** 415: the body is not in a form that this path reads. */
    public static Problem unsupportedMediaType(String detail) {
        return new Problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail);
    }

    /** 422: the request can be read, and these things are wrong with it; at least one. */
    public static Problem invalid(List<Violation> violations) {
        String summary = violations.stream()
                .map(violation -> String.join(".", violation.loc()) + " " + violation.msg())
                .collect(Collectors.joining("; "));
        return new Problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "validation_error",
                summary,
                List.copyOf(violations),
                HttpHeaders.EMPTY);
    }

    /** 422 with a code of its own: the request can be read and contradicts what is known. */
    public static Problem unprocessable(String code, String detail) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, code, detail);
    }

    /** 422 for one query parameter. */
    public static Problem invalidQuery(String parameter, String msg) {
        return invalid(List.of(Violation.ofValue(List.of("query", parameter), msg)));
    }

    /** 429: the caller is to come back after the time given, rounded up to whole seconds. */
    public static Problem tooManyRequests(String detail, Duration retryAfter) {
        return new Problem(HttpStatus.TOO_MANY_REQUESTS, "rate_limited", detail, List.of(), retryAfter(retryAfter));
    }

    /** The same problem with more response headers. */
    public Problem with(String name, String value) {
        HttpHeaders more = new HttpHeaders();
        more.putAll(headers);
        more.set(name, value);
        return new Problem(
                status, code, String.valueOf(getMessage()), violations, HttpHeaders.readOnlyHttpHeaders(more));
    }

    /** 503: nothing was done, because something we need is away; come back after the time given. */
    public static Problem unavailable(String detail, Duration retryAfter) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", detail, List.of(), retryAfter(retryAfter));
    }

    /** Any other status without a rule of its own. */
    static Problem ofStatus(HttpStatus status, String detail, HttpHeaders headers) {
        return new Problem(status, status.name().toLowerCase(Locale.ROOT), detail, List.of(), headers);
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status.value();
    }

    /** Whether nothing is wrong with the request: it is to be repeated as it is, later. */
    public boolean isUnavailable() {
        return status == HttpStatus.SERVICE_UNAVAILABLE;
    }

    /** The machine-readable code, stable per kind of problem. */
    public String code() {
        return code;
    }

    /** What is wrong, for 422; empty for every other status. */
    public List<Violation> violations() {
        return violations;
    }

    /** The response headers that belong to the problem, such as {@code Retry-After}. */
    public HttpHeaders headers() {
        return headers;
    }

    /** The status line's own words, which are the title of a problem of type {@code about:blank}. */
    String title() {
        return status.getReasonPhrase();
    }

    /** What goes into the {@code detail} member: the violations for 422, a sentence for all others. */
    Object detail() {
        return violations.isEmpty() ? String.valueOf(getMessage()) : violations;
    }

    private static HttpHeaders retryAfter(Duration pause) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        return header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }

    private static HttpHeaders header(String name, String value) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(name, value);
        return HttpHeaders.readOnlyHttpHeaders(headers);
    }
}
