package io.posthorn.egress;

import reactor.netty.http.client.HttpClient;

/**
 * The way out under one guard, with connections that no other guard's requests use: what one organization may reach,
 * another must not reach over its connection.
 *
 * @param targets the verdicts of this guard
 */
record Door(
        VettedTargets targets,
        HttpClient pooledPlain,
        HttpClient pooledSecure,
        HttpClient freshPlain,
        HttpClient freshSecure) {

    /** The client whose connections are kept for the next request. */
    HttpClient pooled(Target target) {
        return target.secure() ? pooledSecure : pooledPlain;
    }

    /** The client that makes a connection for each request. */
    HttpClient fresh(Target target) {
        return target.secure() ? freshSecure : freshPlain;
    }
}
