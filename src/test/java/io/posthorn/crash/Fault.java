package io.posthorn.crash;

import java.util.List;

/** What a {@link Mischief} does to a {@link Fleet}, and how often out of a hundred times. */
enum Fault {
    /** SIGKILL of a node at work. */
    KILL(46),
    /** SIGKILL of a node, and again while it starts. */
    KILL_AT_START(24),
    /** SIGTERM of a node: nothing may be repeated. */
    STOP(6),
    /** SIGSTOP of a node for longer than it is given for alive, then SIGCONT. */
    FREEZE(4),
    /** A node's packets to the database are swallowed for longer than it is given for alive. */
    CUT_OFF(4),
    /** A node's connections to the database are broken. */
    RESET(4),
    /** A node's packets to the database take 100 ms longer for some seconds. */
    DELAY(3),
    /** PostgreSQL is stopped at once, as in a crash, and started again. */
    DATABASE_CRASH(4),
    /** An administrator ends all sessions of all nodes. */
    SESSIONS_ENDED(3),
    /** PostgreSQL stands still for some seconds. */
    DATABASE_FREEZE(2),
    /** SIGKILL of the Kafka broker, and a start on the same data. Only where there is one. */
    BROKER_KILL(8);

    private final int weight;

    Fault(int weight) {
        this.weight = weight;
    }

    /** How many processes it kills. */
    int kills() {
        return switch (this) {
            case KILL -> 1;
            case KILL_AT_START -> 2;
            default -> 0;
        };
    }

    /** What a dice for these must be below. */
    static int weightOf(List<Fault> faults) {
        return faults.stream().mapToInt(fault -> fault.weight).sum();
    }

    /** The fault for a number from 0 to the weight of all that there may be. */
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
