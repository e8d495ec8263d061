package io.posthorn.playground;

/** What one request was answered with. */
public enum Answer {
    /** 200 at once. */
    OK("200"),
    /** 500. */
    ERROR("500"),
    /** 200, late. */
    LATE("200 after 3 s"),
    /** Nothing, until the sender gave up. */
    NONE("nothing");

    private final String label;

    Answer(String label) {
        this.label = label;
    }

    /** In a few words. */
    public String label() {
        return label;
    }
}
