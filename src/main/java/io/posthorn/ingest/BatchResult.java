package io.posthorn.ingest;

import io.posthorn.api.Problem;
import io.posthorn.ingest.Acceptance.Accepted;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message of a batch.
 *
 * @param problem why it was not accepted, or null when it was
 * @param json the accepted message, or the problem
 * @param isEnd whether nothing behind it was read
 */
record BatchResult(@Nullable Problem problem, byte[] json, boolean repeated, boolean isEnd) {

    static BatchResult of(Acceptance acceptance, boolean withContent) {
        return switch (acceptance) {
            case Accepted accepted -> new BatchResult(null, accepted.json(withContent), accepted.repeated(), false);
            case Acceptance.Refused(Problem problem) -> failed(problem);
        };
    }

    static BatchResult failed(Problem problem) {
        return new BatchResult(problem, problem.json(), false, false);
    }

    static BatchResult end(Problem problem) {
        return new BatchResult(problem, problem.json(), false, true);
    }
}
