package io.posthorn.form;

/** A JSON number as it was written: 1.10 stays 1.10. */
record NumberText(String text) {

    @Override
    public String toString() {
        return text;
    }
}
