package io.posthorn.access;

import io.posthorn.api.Problem;
import java.util.function.LongSupplier;
import org.springframework.http.HttpHeaders;

/**
 * How many requests a credential may make per second at this node. Answers to those that have a limit say so in the
 * fields RateLimit-Policy and RateLimit of the IETF's draft.
 */
final class RequestRates {

    private static final int CAPACITY = 10_000;

    private final int usual;
    private final LongSupplier nanos;
    private final RecentlyUsed<Limited, TokenBucket> buckets = new RecentlyUsed<>(CAPACITY);

    /** @param usual what credentials without a limit of their own may ask; 0 for as much as they like */
    RequestRates(int usual, LongSupplier nanos) {
        this.usual = usual;
        this.nanos = nanos;
    }

    /**
     * Counts one request and notes in the answer's headers what is left.
     *
     * @throws Problem 429 when the second's are used up
     */
    void admit(Caller caller, HttpHeaders answer) {
        int limit = limit(caller.credential());
        if (limit > 0) {
            Limited limited = new Limited(caller.organizationId() + " " + caller.credential(), limit);
            admit(buckets.get(limited, key -> new TokenBucket(limit, limit, nanos.getAsLong())), limit, answer);
        }
    }

    /** The installation's own key is how its operator gets in, and is never kept waiting. */
    private int limit(Credential credential) {
        if (credential.kind() == Credential.Kind.ADMIN_KEY) {
            return 0;
        }
        return credential.requestsPerSecond() > 0 ? credential.requestsPerSecond() : usual;
    }

    private void admit(TokenBucket bucket, int limit, HttpHeaders answer) {
        boolean taken = bucket.take(nanos.getAsLong());
        String policy = "\"key\";q=" + limit + ";w=1";
        String state = "\"key\";r=" + bucket.left() + ";t=1";
        if (!taken) {
            throw Problem.tooManyRequests(
                            "This key may make " + limit + " requests per second, and has. Wait as Retry-After says, or"
                                    + " have its limit raised.",
                            bucket.untilNext())
                    .with("RateLimit-Policy", policy)
                    .with("RateLimit", state);
        }
        answer.set("RateLimit-Policy", policy);
        answer.set("RateLimit", state);
    }

    private record Limited(String credential, int limit) {}
}
