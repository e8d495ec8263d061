package io.posthorn.form;

record UnreadableForm(String reason) implements Form {

    @Override
    public Rendered render(FormInput input) {
        return new Rendered.Unusable(reason);
    }
}
