package io.posthorn.pipeline;

/** What this node has in memory and what it has seen, to be looked at from outside; cheap at any time. */
public final class PipelineFigures {

    private final Custody custody;
    private final Waits waits;
    private final Settling settling;
    private final SelfAudit audit;
    private final HeartbeatLifecycle heartbeat;

    PipelineFigures(Custody custody, Waits waits, Settling settling, SelfAudit audit, HeartbeatLifecycle heartbeat) {
        this.custody = custody;
        this.waits = waits;
        this.settling = settling;
        this.audit = audit;
        this.heartbeat = heartbeat;
    }

    /** Messages in memory. */
    public int messages() {
        return custody.size();
    }

    /** What they weigh. */
    public long bytes() {
        return custody.used();
    }

    /** What may be in memory, before more is left to the tables. */
    public long mostBytes() {
        return custody.budget();
    }

    /** Deliveries that wait in memory for their next attempt. */
    public int retries() {
        return waits.size();
    }

    /** Outcomes on their way into the ledger. */
    public int outcomesUnderWay() {
        return settling.underWay();
    }

    /** Messages and deliveries that memory had forgotten, since the start; 0 unless there is a bug. */
    public long forgotten() {
        return audit.forgotten();
    }

    /** Nodes whose work this one has freed because they were dead, since the start. */
    public long takeOvers() {
        return heartbeat.takeOvers();
    }

    /** How often this process was itself taken for dead and went on under a new identity. */
    public long fenced() {
        return heartbeat.fenced();
    }
}
