package io.posthorn.ledger;

/**
 * Which request for sending a delivery answers.
 *
 * @param number 0 for the one that came with the message; each later one has a greater number than all before it
 * @param base attempts made before that request; the schedule counts from there
 */
public record Round(long number, int base) {

    /** The one that came with the message. */
    public static final Round SCHEDULED = new Round(0, 0);

    /** Whether somebody asked for it, after the message's own deliveries. */
    public boolean isManual() {
        return number > 0;
    }
}
