package io.posthorn.pipeline;

import org.springframework.context.ApplicationContext;

/** A look at the self-audit for tests of other packages. */
public final class Audit {

    private Audit() {}

    /** How many messages and deliveries memory forgot since the start. */
    public static long forgotten(ApplicationContext context) {
        return context.getBean(SelfAudit.class).forgotten();
    }
}
