package io.posthorn.egress;

import java.net.SocketException;

/** A URL or an address is not allowed; nothing was sent. */
final class TargetRefusedException extends SocketException {

    private static final long serialVersionUID = 1L;

    private final TargetRule rule;

    TargetRefusedException(TargetRule rule, String reason) {
        super(reason);
        this.rule = rule;
    }

    TargetVerdict.Refused verdict() {
        return new TargetVerdict.Refused(rule, String.valueOf(getMessage()));
    }

    /** A verdict, not an accident: where it was thrown tells nobody anything. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
