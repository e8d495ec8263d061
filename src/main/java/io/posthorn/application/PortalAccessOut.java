package io.posthorn.application;

/**
 * A way into the portal.
 *
 * @param token a key for the API, shown this once
 * @param url where a browser signs in with it; the token is behind the {@code #}, which browsers keep to themselves
 */
record PortalAccessOut(String token, String url) {}
