package io.posthorn.endpoint;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * How an application does as a whole.
 *
 * @param endpoints how many endpoints it has
 * @param maxEndpoints how many it may have
 * @param disabled how many of its endpoints are switched off
 * @param paused how many others somebody paused
 * @param held how many others are sent nothing now, because nothing was taken
 * @param failing how many others have only failed for a while
 */
record UsageOut(int endpoints, int maxEndpoints, int disabled, int paused, int held, int failing) {

    static UsageOut of(Collection<EndpointOut> endpoints, int most) {
        List<String> states = endpoints.stream()
                .filter(endpoint -> !endpoint.disabled())
                .flatMap(endpoint -> endpoint.health() == null
                        ? Stream.empty()
                        : Stream.of(endpoint.health().state()))
                .toList();
        long disabled = endpoints.stream().filter(EndpointOut::disabled).count();
        return new UsageOut(
                endpoints.size(),
                most,
                (int) disabled,
                count(states, "paused"),
                count(states, "held"),
                count(states, "failing"));
    }

    private static int count(List<String> states, String state) {
        return (int) states.stream().filter(state::equals).count();
    }
}
