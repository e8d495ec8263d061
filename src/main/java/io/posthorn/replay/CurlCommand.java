package io.posthorn.replay;

import io.posthorn.egress.Header;
import java.util.List;

/**
 * A request as a command for a POSIX shell. Everything that comes from outside stands in single quotes, where a shell
 * reads nothing but the next single quote; the body goes through {@code printf}, which every shell has built in, so that
 * it may be longer than an argument of a program.
 */
final class CurlCommand {

    private CurlCommand() {}

    /**
     * The command.
     *
     * @param body must have no NUL character, which a shell cannot hold
     */
    static String of(String url, List<Header> headers, String body) {
        StringBuilder command = new StringBuilder("printf '%s' ")
                .append(quoted(body))
                .append(" | curl --globoff --request POST ")
                .append(quoted(url));
        headers.forEach(header -> command.append(" \\\n  --header ")
                .append(quoted(
                        header.value().isEmpty() ? header.name() + ";" : header.name() + ": " + header.value())));
        return command.append(" \\\n  --data-binary @-").toString();
    }

    /** One word of a shell's command line, whatever the text is. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
