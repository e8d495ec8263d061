package io.posthorn.endpoint;

import io.posthorn.signing.SignatureType;
import io.posthorn.signing.SigningSecret;

/** An endpoint that is to be created, with what it keeps secret. */
record NewEndpoint(EndpointIn endpoint, EndpointHeaders headers, SecretIn secret) {

    NewEndpoint withUid(String uid) {
        return new NewEndpoint(endpoint.withUid(uid), headers, secret);
    }

    SigningSecret signingSecret() {
        return secret.secretAfter(SignatureType.HMAC_SHA256);
    }
}
