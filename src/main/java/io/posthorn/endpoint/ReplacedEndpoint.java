package io.posthorn.endpoint;

import io.posthorn.api.RequestFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint is to become.
 *
 * @param headers null leaves them as they are
 */
record ReplacedEndpoint(EndpointIn endpoint, @Nullable EndpointHeaders headers) {

    static ReplacedEndpoint of(NewEndpoint in, RequestFields fields) {
        return new ReplacedEndpoint(in.endpoint(), fields.hasValue("headers") ? in.headers() : null);
    }

    /** The names of the fields that become other than they are. */
    List<String> differingFrom(Endpoint current) {
        return new DifferingFields()
                .addAll(endpoint.differingFrom(EndpointIn.of(current)))
                .add("headers", headers != null && !headers.isSameAs(current.headers()))
                .names();
    }
}
