package io.posthorn.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message at one endpoint, as the API shows it.
 *
 * @param deleted whether the endpoint is gone by now
 * @param status as elsewhere; left out when there is nothing on record, because it was not sent
 * @param attempts how many were made
 * @param lastAttemptId the latest of them
 * @param handledAt when somebody saw to it after it had failed for good
 * @param handledBy the name of that caller's key
 * @param why one sentence for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReportOut(
        String endpointId,
        @Nullable String uid,
        @Nullable String url,
        boolean disabled,
        boolean deleted,
        @Nullable Integer status,
        @Nullable String statusText,
        int attempts,
        @Nullable String lastAttemptId,
        @Nullable Instant nextAttempt,
        @Nullable Instant handledAt,
        @Nullable String handledBy,
        String why) {

    static ReportOut of(DestinationReport.Line line) {
        Optional<Endpoint> endpoint = Optional.ofNullable(line.endpoint());
        Optional<Course> course = Optional.ofNullable(line.course());
        Optional<Course.Attempted> latest = course.map(Course::latest);
        Optional<HandledMark> mark = course.map(Course::row).map(Course.Row::mark);
        Optional<MessageStatus> status = Optional.ofNullable(line.status());
        return new ReportOut(
                IdKind.ENDPOINT.format(line.endpointId()),
                endpoint.map(Endpoint::uid).orElse(null),
                endpoint.map(found -> found.url().toString()).orElse(null),
                endpoint.map(Endpoint::disabled).orElse(false),
                endpoint.isEmpty(),
                status.map(MessageStatus::number).orElse(null),
                status.map(MessageStatus::text).orElse(null),
                latest.map(Course.Attempted::count).orElse(0),
                latest.map(attempt -> IdKind.ATTEMPT.format(attempt.id())).orElse(null),
                course.map(found -> found.progress().nextAttempt()).orElse(null),
                mark.map(HandledMark::handledAt).orElse(null),
                mark.map(HandledMark::handledBy).orElse(null),
                line.why());
    }
}
