package io.posthorn.api;

/** An answer of 4xx or 5xx on its way out, as problem+json (RFC 9457) with the members that Svix SDKs read. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private Problem(int status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
    }

    /** 404: there is no such thing, or not for this caller. */
    public static Problem notFound(String detail) {
        return new Problem(404, "not_found", detail);
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** The machine-readable code, stable per kind of problem. */
    public String code() {
        return code;
    }
}
