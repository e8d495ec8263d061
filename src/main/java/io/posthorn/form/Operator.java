package io.posthorn.form;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** How a condition compares what it finds with its values. Nothing is converted: 90 is not "90". */
enum Operator {
    EQ("eq", Wants.SCALAR, false) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            return found.isEqualTo(values.getFirst());
        }
    },
    NE("ne", Wants.SCALAR, true) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            return !found.isEqualTo(values.getFirst());
        }
    },
    GT("gt", Wants.ORDERED, false) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            return compares(found, values, order -> order > 0);
        }
    },
    GE("ge", Wants.ORDERED, false) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            return compares(found, values, order -> order >= 0);
        }
    },
    LT("lt", Wants.ORDERED, false) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            return compares(found, values, order -> order < 0);
        }
    },
    LE("le", Wants.ORDERED, false) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            return compares(found, values, order -> order <= 0);
        }
    },
    EXISTS("exists", Wants.NOTHING, false) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            return true;
        }
    },
    ABSENT("absent", Wants.NOTHING, true) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            return false;
        }
    },
    IN("in", Wants.LIST, false) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            return values.stream().anyMatch(found::isEqualTo);
        }
    },
    CONTAINS("contains", Wants.SCALAR, false) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            Scalar part = values.getFirst();
            return found.kind() == Scalar.Kind.TEXT
                    && part.kind() == Scalar.Kind.TEXT
                    && found.text().contains(part.text());
        }
    },
    STARTS_WITH("startsWith", Wants.TEXT, false) {
        @Override
        boolean holds(Scalar found, List<Scalar> values) {
            return found.kind() == Scalar.Kind.TEXT
                    && found.text().startsWith(values.getFirst().text());
        }
    };

    /** What an operator must be given as its value. */
    enum Wants {
        NOTHING("no value"),
        SCALAR("a text, a number, true, false or null"),
        ORDERED("a number or a text"),
        TEXT("a text"),
        LIST("a list of 1 to 100 texts, numbers, true, false or null");

        private final String words;

        Wants(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private final String text;
    private final Wants wants;
    private final boolean holdsForNothing;

    Operator(String text, Wants wants, boolean holdsForNothing) {
        this.text = text;
        this.wants = wants;
        this.holdsForNothing = holdsForNothing;
    }

    /** The operator of this name. */
    static Optional<Operator> named(String text) {
        return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst();
    }

    /** All names, for people. */
    static String names() {
        return Arrays.stream(values()).map(one -> one.text).collect(Collectors.joining("', '", "'", "'"));
    }

    String text() {
        return text;
    }

    Wants wants() {
        return wants;
    }

    /** Whether it holds where the payload has no such member. */
    boolean holdsForNothing() {
        return holdsForNothing;
    }

    /** Whether it holds for this value. */
    abstract boolean holds(Scalar found, List<Scalar> values);

    /** Whether it holds for an object, or for a list of which one item is equal to the value, or none is. */
    boolean holdsForContainer(boolean hasEqualItem) {
        return this == EXISTS || this == NE || (this == CONTAINS && hasEqualItem);
    }

    private static boolean compares(Scalar found, List<Scalar> values, IntPredicate wanted) {
        Scalar value = values.getFirst();
        return found.isComparableTo(value) && wanted.test(found.compare(value));
    }
}
