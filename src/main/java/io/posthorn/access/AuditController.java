package io.posthorn.access;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.api.TextRule;
import io.posthorn.id.IdKind;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Who changed what, newest first. The application is asked for by its id, because entries outlive what they are about
 * and a uid may belong to another application by then.
 */
@RestController
final class AuditController {

    /** Identifiers, names of event types, and hosts with their ports. */
    private static final TextRule SUBJECT = new TextRule(
            Pattern.compile("[a-zA-Z0-9\\-_.:\\[\\]]+"),
            1,
            300,
            "an id, the name of an event type, or a host with its port");

    private final R2dbcAuditTrail trail;

    AuditController(R2dbcAuditTrail trail) {
        this.trail = trail;
    }

    @Requires(Permission.ADMIN)
    @GetMapping("/api/v1/audit")
    Mono<Page<AuditEntryOut>> list(
            Caller caller,
            PageRequest page,
            @RequestParam(name = "application", required = false) @Nullable String application,
            @RequestParam(name = "subject", required = false) @Nullable String subject) {
        PageRequest newestFirst = page.newestFirst();
        UUID applicationId = application == null ? null : applicationId(application);
        if (subject != null && !SUBJECT.allows(subject)) {
            throw Problem.invalidQuery("subject", "must be " + SUBJECT.allowed());
        }
        return trail.list(caller.organizationId(), newestFirst, applicationId, subject)
                .collectList()
                .map(entries -> Page.of(entries, newestFirst, AuditEntryOut::id));
    }

    private static UUID applicationId(String text) {
        return IdKind.APPLICATION
                .parse(text)
                .orElseThrow(() -> Problem.invalidQuery("application", "must be the id of an application, app_…"));
    }
}
