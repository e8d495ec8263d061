package io.posthorn.crash;

/** What a {@link Mischief} does to a {@link Fleet}, and how often out of a hundred times. */
enum Fault {
    /** SIGKILL of a node at work. */
    KILL(44),
    /** SIGKILL of a node that starts. */
    KILL_AT_START(12),
    /** SIGTERM of a node: nothing may be repeated. */
    STOP(8),
    /** SIGSTOP of a node for longer than it is given for alive, then SIGCONT. */
    FREEZE(7),
    /** A node's packets to the database are swallowed for longer than it is given for alive. */
    CUT_OFF(5),
    /** A node's connections to the database are broken. */
    RESET(5),
    /** A node's packets to the database take 100 ms longer for some seconds. */
    DELAY(4),
    /** PostgreSQL is stopped at once, as in a crash, and started again. */
    DATABASE_CRASH(6),
    /** An administrator ends all sessions of all nodes. */
    SESSIONS_ENDED(6),
    /** PostgreSQL stands still for some seconds. */
    DATABASE_FREEZE(3);

    private final int weight;

    Fault(int weight) {
        this.weight = weight;
    }

    boolean isKill() {
        return this == KILL || this == KILL_AT_START;
    }

    /** The fault for a number from 0 to 99. */
    static Fault of(int dice) {
        int left = dice;
        for (Fault fault : values()) {
            left -= fault.weight;
            if (left < 0) {
                return fault;
            }
        }
        return KILL;
    }
}
