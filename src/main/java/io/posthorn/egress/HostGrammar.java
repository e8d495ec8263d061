package io.posthorn.egress;

import static io.posthorn.egress.TargetRule.HOST_NAME;
import static io.posthorn.egress.TargetRule.NUMERIC_HOST;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which texts are host names, and which names mean something only inside of a network. */
final class HostGrammar {

    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;
    private static final Set<String> PRIVATE_SUFFIXES = Set.of(
            "localhost",
            "local",
            "localdomain",
            "internal",
            "intranet",
            "lan",
            "home",
            "corp",
            "arpa",
            "svc",
            "invalid",
            "test",
            "onion");
    private static final String CLUSTER = ".cluster.local";

    private HostGrammar() {}

    /**
     * The name in lower case without a trailing dot.
     *
     * @throws TargetRefusedException when it is not a name, or when it looks like a number to some parser
     */
    static String requireName(String host) throws TargetRefusedException {
        String name = (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).toLowerCase(Locale.ROOT);
        List<String> labels = List.of(name.split("\\.", -1));
        if (name.length() > MAX_NAME || !labels.stream().allMatch(HostGrammar::isLabel)) {
            throw new TargetRefusedException(HOST_NAME, "a host that is neither a DNS name nor an address");
        }
        if (looksNumeric(labels.getLast())) {
            throw new TargetRefusedException(NUMERIC_HOST, "a number as host that is not a plain IPv4 address");
        }
        if (Character.isDigit(labels.getLast().charAt(0))) {
            throw new TargetRefusedException(HOST_NAME, "a top-level name that starts with a digit");
        }
        return name;
    }

    /** Whether a name in lower case can only be resolved to something internal. */
    static boolean isPrivate(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 || name.endsWith(CLUSTER) || PRIVATE_SUFFIXES.contains(name.substring(dot + 1));
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= MAX_LABEL
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-'
                && label.chars().allMatch(HostGrammar::isLabelCharacter);
    }

    private static boolean isLabelCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
    }

    private static boolean looksNumeric(String label) {
        return label.startsWith("0x") || label.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
