package io.posthorn.form;

import java.io.Writer;

/** Collects what a template makes, for as long as its budget lasts. */
final class BudgetedWriter extends Writer {

    private final StringBuilder made = new StringBuilder();
    private final Budget budget;

    BudgetedWriter(Budget budget) {
        this.budget = budget;
    }

    @Override
    public void write(char[] chars, int from, int count) {
        budget.write(count);
        made.append(chars, from, count);
    }

    @Override
    public void write(String text, int from, int count) {
        budget.write(count);
        made.append(text, from, from + count);
    }

    @Override
    public void flush() {
        // It is where it goes.
    }

    @Override
    public void close() {
        // There is nothing to close.
    }

    @Override
    public String toString() {
        return made.toString();
    }
}
