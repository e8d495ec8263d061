package io.posthorn.ingest;

/** Hears of each message that is offered. Called on its way in: quick, and never throws. */
public interface IngestListener {

    /** Hears and does nothing. */
    IngestListener NONE = new IngestListener() {
        @Override
        public void accepted(boolean repeated) {}

        @Override
        public void rejected(int status) {}
    };

    /**
     * It was accepted.
     *
     * @param repeated whether it had been accepted by an earlier request with the same key
     */
    void accepted(boolean repeated);

    /**
     * It was not.
     *
     * @param status what it was answered with, 400 to 599
     */
    void rejected(int status);
}
