package io.posthorn.endpoint;

import org.jspecify.annotations.Nullable;

/** Why an endpoint is disabled, where a caller and not the machine did it. */
final class DisabledReason {

    static final String BY_CALLER = "disabled through the API";

    private DisabledReason() {}

    /** The reason after an update: the one it had while it stays disabled, none once it is enabled. */
    static @Nullable String after(Endpoint current, EndpointIn in) {
        if (!in.disabled()) {
            return null;
        }
        return current.disabled() ? current.disabledReason() : BY_CALLER;
    }
}
