package io.posthorn.egress;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a URL may be a webhook's target: when an endpoint is registered, for a friendly answer, and again before
 * each attempt. What a name resolves to is judged when it is dialled.
 */
public final class TargetPolicy {

    private final TargetLists lists;

    TargetPolicy(TargetLists lists) {
        this.lists = lists;
    }

    /**
     * The policy of these settings alone.
     *
     * @throws IllegalArgumentException when a network in them cannot be read
     */
    public static TargetPolicy of(EgressProperties properties) {
        return new TargetPolicy(TargetLists.of(properties));
    }

    /** Checks a URL of nobody in particular. */
    public TargetVerdict check(String url) {
        return check(null, url);
    }

    /** Checks a URL of the organization against the grammar, the names and the addresses that it is not allowed. */
    public TargetVerdict check(@Nullable UUID organization, String url) {
        return new UrlJudge(lists.guard(organization)).check(url);
    }
}
