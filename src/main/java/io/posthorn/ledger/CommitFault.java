package io.posthorn.ledger;

import io.r2dbc.spi.R2dbcException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a flush did not end with a known commit, as far as the next step depends on it. */
sealed interface CommitFault {

    /** One of the rows is not acceptable (SQLSTATE class 22 or 23): find it by halving the group. */
    record BadRow(Throwable cause) implements CommitFault {}

    /** Another transaction was in the way (class 40, lock time-outs): the same group again. */
    record Collision(Throwable cause) implements CommitFault {}

    /** The writer had presumed what was not so, and knows better now: the same group again. */
    record Presumed(WrongPresumptionException cause) implements CommitFault {}

    /** The node was taken over. */
    record Fenced(FencedException cause) implements CommitFault {}

    /** The connection or the server failed before COMMIT was sent: surely nothing was committed. */
    record Away(Throwable cause) implements CommitFault {}

    /** COMMIT was sent and no answer came. */
    record InDoubt(Throwable cause, List<?> results, WrittenAs written) implements CommitFault {}

    static CommitFault of(Throwable error) {
        return switch (error) {
            case InDoubtException doubt -> doubt.fault();
            case FencedException fenced -> new Fenced(fenced);
            case WrongPresumptionException wrong -> new Presumed(wrong);
            case R2dbcException failed -> bySqlState(failed, failed.getSqlState());
            default -> new Away(error);
        };
    }

    private static CommitFault bySqlState(Throwable error, @Nullable String state) {
        if (state == null || state.length() != 5) {
            return new Away(error);
        }
        return switch (state.substring(0, 2)) {
            case "22", "23", "54" -> new BadRow(error);
            case "40" -> new Collision(error);
            case "55" -> "55P03".equals(state) ? new Collision(error) : new Away(error);
            default -> new Away(error);
        };
    }

    /** Carries an unanswered COMMIT, with what the group was to be told, out of the flush. */
    final class InDoubtException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient InDoubt fault;

        InDoubtException(Throwable cause, List<?> results, WrittenAs written) {
            super(cause);
            this.fault = new InDoubt(cause, results, written);
        }

        InDoubt fault() {
            return fault;
        }
    }
}
