package io.posthorn.application;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.api.Violation;
import io.posthorn.egress.TargetLists;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an operator says about a target to list. */
record ListedTargetIn(String target, @Nullable String reason) {

    private static final int MAX_REASON = 500;
    private static final TextRule REASON = new TextRule(
            Pattern.compile(".*", Pattern.DOTALL), 1, MAX_REASON, "text of 1 to " + MAX_REASON + " characters");

    static ListedTargetIn read(RequestFields fields) {
        String said = fields.text("target", TextRule.FREE_NOT_EMPTY);
        String target = TargetLists.canonical(said).orElse("");
        if (target.isEmpty() && !said.isEmpty()) {
            fields.refuse("target", "must be " + TargetLists.ALLOWED + "; it is " + Violation.shown(said));
        }
        return new ListedTargetIn(target, fields.optionalText("reason", REASON));
    }
}
