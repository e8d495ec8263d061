package io.posthorn.form;

/** A form or condition that cannot be used, with what to do about it. */
public final class FormFaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    FormFaultException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The field of it that is at fault. */
    public String field() {
        return field;
    }

    /** What is wrong, in words that follow the field's name. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
