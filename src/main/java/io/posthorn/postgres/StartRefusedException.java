package io.posthorn.postgres;

/** Posthorn cannot run like this: says in one sentence what is wrong, and what to do about it. Ends the start-up. */
public final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param sentence what is wrong, complete with values; never a secret
     * @param remedy what to do, one sentence
     */
    public StartRefusedException(String sentence, String remedy) {
        super(sentence);
        this.remedy = remedy;
    }

    /** As above, with the exception that told us. */
    public StartRefusedException(String sentence, String remedy, Throwable cause) {
        super(sentence, cause);
        this.remedy = remedy;
    }

    /** What the operator can do. */
    public String remedy() {
        return remedy;
    }
}
