package io.posthorn.egress;

/** Why there were no response headers. */
public enum FailureKind {
    /** The deadline passed first. */
    TIMED_OUT,
    /** No TCP connection: refused, unreachable, or not within the connect time-out. */
    CONNECT_FAILED,
    /** The connection ended first. */
    CONNECTION_BROKEN,
    /** The TLS handshake failed. */
    TLS_FAILED,
    /** The host name has no address. */
    DNS_FAILED,
    /** What came is not HTTP, or its headers are too large. */
    MALFORMED_RESPONSE,
    /** The URL or an address behind it is not allowed; nothing was sent. */
    NOT_ALLOWED,
    /** A fault on our side: name servers, sockets, memory; says nothing about the receiver. */
    OURS
}
