package io.posthorn.egress;

import java.util.Set;

/** Ports that no webhook receiver listens on, so that nobody can make us speak to something else there. */
final class PortRule {

    private static final int FIRST_UNPRIVILEGED = 1024;

    /** Those above 1023 that the WHATWG Fetch standard blocks too. */
    private static final Set<Integer> BLOCKED = Set.of(
            1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
            10080);

    private PortRule() {}

    static boolean allows(int port) {
        return port < FIRST_UNPRIVILEGED ? port == 80 || port == 443 : !BLOCKED.contains(port);
    }
}
