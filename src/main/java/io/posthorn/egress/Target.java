package io.posthorn.egress;

import java.net.URI;

/**
 * A URL in the one form that is dialled.
 *
 * @param uri scheme and host in lower case, no trailing dot in the host; path and query byte for byte as given
 * @param secure whether it is https
 * @param host without brackets
 * @param port the explicit port or the scheme's own
 */
public record Target(URI uri, boolean secure, String host, int port) {}
