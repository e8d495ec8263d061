package io.posthorn.endpoint;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Endpoints of applications that were deleted. */
public interface DeletedEndpoints {

    /**
     * Erases what the next endpoints of a deleted application say: secrets, URL, headers, forms, health and pauses. What
     * is left are identifiers. Takes part in the subscriber's transaction.
     *
     * @param limit at most so many endpoints
     * @return how many; fewer than the limit when these were the last
     */
    Mono<Long> erase(UUID application, int limit);
}
