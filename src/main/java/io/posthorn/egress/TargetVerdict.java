package io.posthorn.egress;

/** Whether a URL may be a webhook's target. */
public sealed interface TargetVerdict {

    /** It may, as far as the URL tells; the addresses of a name are judged each time one is dialled. */
    record Allowed(Target target) implements TargetVerdict {}

    /**
     * It may not.
     *
     * @param reason one sentence for the operator's log; may name internal addresses, so not for customers
     */
    record Refused(TargetRule rule, String reason) implements TargetVerdict {

        /** One sentence for the endpoint's owner: what to change where the form is wrong, and no more. */
        public String publicText() {
            return rule.publicText();
        }
    }
}
