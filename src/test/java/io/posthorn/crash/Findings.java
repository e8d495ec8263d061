package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a {@link Checker} found. */
record Findings(List<String> violations, Tally tally) {

    Findings assertNone() {
        assertThat(violations.stream().limit(20))
                .as("the first of %d violations; %s", violations.size(), tally)
                .isEmpty();
        return this;
    }
}
