package io.posthorn.form;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to a value in a payload: names with dots between them, and positions of lists, counted from 0, in brackets.
 *
 * <pre>
 * path = name *( "." name / "[" position "]" )
 * </pre>
 */
record PayloadPath(List<Step> steps) {

    /** Most steps of a path. */
    static final int MAX_STEPS = 20;

    private static final int MAX_LENGTH = 256;
    private static final Pattern STEP = Pattern.compile("(?:^|\\.)([^.\\[\\]\\p{Cntrl}]+)|\\[(0|[1-9]\\d{0,5})]");

    /** One step down. */
    sealed interface Step {

        /** To the member of an object. */
        record Member(String name) implements Step {}

        /** To an item of a list. */
        record Item(int position) implements Step {}
    }

    /** Throws a {@link FormFaultException} for what is no path. */
    static PayloadPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = 0;
        while (at < text.length() && matcher.find() && matcher.start() == at) {
            steps.add(
                    matcher.group(1) == null
                            ? new Step.Item(Integer.parseInt(matcher.group(2)))
                            : new Step.Member(matcher.group(1)));
            at = matcher.end();
        }
        boolean whole = at == text.length()
                && !text.startsWith(".")
                && !steps.isEmpty()
                && steps.getFirst() instanceof Step.Member;
        if (!whole || text.length() > MAX_LENGTH || steps.size() > MAX_STEPS) {
            throw new FormFaultException(
                    "path",
                    "must be names with dots between them and positions in brackets, like order.items[0].price, of at"
                            + " most " + MAX_STEPS + " steps and " + MAX_LENGTH + " characters");
        }
        return new PayloadPath(List.copyOf(steps));
    }

    int length() {
        return steps.size();
    }
}
