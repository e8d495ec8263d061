package io.posthorn.access;

import io.posthorn.api.Problem;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Lets in whom this node remembers, by the rules by which every request is let in. Whoever is not let in here is not
 * refused: whether, and in which words, is decided on the usual way through the filters.
 */
public final class KnownCallers {

    private final KeyRing keys;
    private final RequestRates rates;
    private final FailedSignIns failures;

    KnownCallers(KeyRing keys, RequestRates rates, FailedSignIns failures) {
        this.keys = keys;
        this.rates = rates;
        this.failures = failures;
    }

    /**
     * The caller of the request, if its key is remembered and good for this, and the second's requests are not used up.
     * The request is counted, and what is left is noted in the answer's headers.
     */
    public Optional<Caller> admit(ServerHttpRequest request, ServerHttpResponse response, Permission permission) {
        String key = AuthenticationFilter.presentedKey(request.getHeaders());
        Caller caller = key == null ? null : keys.recall(key);
        if (caller == null || !caller.may(permission)) {
            return Optional.empty();
        }
        InetSocketAddress remote = request.getRemoteAddress();
        try {
            failures.check(remote);
            rates.admit(caller, response.getHeaders());
        } catch (Problem _) {
            return Optional.empty();
        }
        failures.succeeded(remote);
        return Optional.of(caller);
    }
}
