package io.posthorn.endpoint;

import java.util.UUID;

/** What became of an endpoint since some version. */
sealed interface EndpointChange {

    /** The endpoint's identifier. */
    UUID endpointId();

    /** The application it belongs, or belonged, to. */
    UUID applicationId();

    /** The configuration version of the endpoint's last change. */
    long version();

    /** It is there and looks like this. */
    record Living(Endpoint endpoint) implements EndpointChange {

        @Override
        public UUID endpointId() {
            return endpoint.id();
        }

        @Override
        public UUID applicationId() {
            return endpoint.applicationId();
        }

        @Override
        public long version() {
            return endpoint.version();
        }
    }

    /** It, or its application, was deleted. */
    record Gone(UUID endpointId, UUID applicationId, long version) implements EndpointChange {}
}
