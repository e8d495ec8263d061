package io.posthorn.form;

import org.jspecify.annotations.Nullable;

/** Looks for one condition's value while a payload goes by; of members with one name the last one counts. */
final class Search {

    private final Condition condition;
    private boolean met;

    Search(Condition condition) {
        this.condition = condition;
        this.met = condition.operator().holdsForNothing();
    }

    boolean isMet() {
        return met;
    }

    /** Whether its path has no further step from this depth. */
    boolean endsAt(int depth) {
        return condition.path().length() == depth;
    }

    boolean goesToMember(int depth, String name) {
        return condition.path().steps().get(depth) instanceof PayloadPath.Step.Member(String wanted)
                && wanted.equals(name);
    }

    boolean goesToItem(int depth, int position) {
        return condition.path().steps().get(depth) instanceof PayloadPath.Step.Item(int wanted) && wanted == position;
    }

    /** Whether the items of a list at the end of its path matter. */
    boolean looksIntoLists() {
        return condition.operator() == Operator.CONTAINS;
    }

    /** The value at the end of its path; null for an object or list. */
    void found(@Nullable Scalar value) {
        met = value == null
                ? condition.operator().holdsForContainer(false)
                : condition.operator().holds(value, condition.values());
    }

    /** An item of the list at the end of its path; null for an object or list. */
    void foundItem(@Nullable Scalar item) {
        if (item != null && item.isEqualTo(condition.values().getFirst())) {
            met = condition.operator().holdsForContainer(true);
        }
    }
}
