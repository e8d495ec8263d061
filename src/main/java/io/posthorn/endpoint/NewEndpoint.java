package io.posthorn.endpoint;

import io.posthorn.signing.SignatureType;
import io.posthorn.signing.SigningSecret;
import java.util.List;

/** An endpoint that is to be created, with what it keeps secret. */
record NewEndpoint(EndpointIn endpoint, EndpointHeaders headers, SecretIn secret) {

    /** The names of what is said about it. */
    List<String> given() {
        return new DifferingFields()
                .addAll(endpoint.differingFrom(EndpointIn.NOTHING))
                .add("headers", !headers.isSameAs(EndpointHeaders.NONE))
                .add("secret", secret.given() != null)
                .compare("signatureType", secret.type(), null)
                .names();
    }

    NewEndpoint withUid(String uid) {
        return new NewEndpoint(endpoint.withUid(uid), headers, secret);
    }

    SigningSecret signingSecret() {
        return secret.secretAfter(SignatureType.HMAC_SHA256);
    }
}
